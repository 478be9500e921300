import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run-command.ts'

/** Something that is checked without a database. */
export interface Check {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** A part of the output that means nothing here. */
  readonly harmless?: RegExp
}

const node = process.execPath

/** Every check, the slow ones first. */
export function listChecks(): Check[] {
  return [
    { name: 'types', command: 'tsc', args: ['-p', '.'] },
    {
      name: 'import rules',
      command: 'depcruise',
      args: ['services', 'schema', 'deploy', '--output-type', 'err'],
      // It looks for TypeScript's API, which TypeScript 7 does not have yet, although the swc parser stands in its place.
      harmless: /^.*missing-tsc-transpiler[\s\S]*?stable\.\s*$/m,
    },
    { name: 'format and lint', command: 'biome', args: ['check', '--colors=off'] },
    ...driftChecks(),
  ]
}

/** Whatever is made from something else has a script that makes it, and that compares it when it is given --check. */
function driftChecks(): Check[] {
  const makers = [
    { name: 'drift: supergraph', script: 'schema/scripts/compose-supergraph.ts' },
    { name: 'drift: resolver types', script: 'schema/scripts/generate-types.ts' },
    { name: 'drift: event schemas', script: 'schema/scripts/generate-event-schemas.ts' },
    { name: 'drift: schema/asyncapi.json', script: 'schema/scripts/generate-asyncapi.ts' },
    { name: 'events: compatible with what was published', script: 'schema/scripts/publish-events.ts' },
    { name: 'drift: docs/events.md', script: 'schema/scripts/document-events.ts' },
    { name: 'drift: docs/configuration.md', script: 'deploy/scripts/document-configuration.ts' },
    { name: 'drift: docs/metrics.md', script: 'services/common/scripts/document-metrics.ts' },
    { name: 'drift: client types', script: 'services/gateway/scripts/generate-client-types.ts' },
  ].map(({ name, script }) => ({ name, command: node, args: [script, '--check'] }))
  const folder = join(root, 'services/model/scripts')
  const ofModel = existsSync(folder) ? readdirSync(folder).sort() : []
  const checkers = ofModel
    .filter((name) => name.startsWith('check-') && name.endsWith('.ts'))
    .map((name) => ({
      name: `model: ${name.slice('check-'.length, -'.ts'.length)}`,
      command: node,
      args: [`services/model/scripts/${name}`],
    }))
  return [...makers, ...checkers]
}
