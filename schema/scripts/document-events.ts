import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { ALL_EVENTS, type EventDefinition, PARTITIONS, RETENTION_DAYS, TOPICS } from '../events/index.ts'

const root = new URL('../../', import.meta.url)
const target = new URL('docs/events.md', root)
const intro = new URL('schema/scripts/events-intro.md', root)

type JsonSchema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
}

/** A short name of a JSON Schema's type, for people. */
function nameType(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(nameType).join(' or ')
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' ')
  if (schema.type === 'array') return `list of ${schema.items ? nameType(schema.items) : 'anything'}`
  if (schema.type === 'object') return `{ ${Object.keys(schema.properties ?? {}).join(', ')} }`
  if (schema.format === 'uuid') return 'uuid'
  if (schema.pattern === '^[0-9a-f]{64}$') return 'SHA-256, hex'
  return String(schema.type ?? 'anything')
}

function describeEvent(event: EventDefinition): string {
  const schema = z.toJSONSchema(event.data) as JsonSchema
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => `| \`${name}\` | ${nameType(field)} |`,
  )
  return [
    `### \`${event.type}\``,
    '',
    `${event.summary} Topic \`${event.topic}\`, ${event.audience}, sent by the ${event.source}.`,
    '',
    '| field | type |',
    '|---|---|',
    ...fields,
    '',
  ].join('\n')
}

function describeTopics(): string {
  const rows = Object.values(TOPICS).map((topic) => {
    const events = ALL_EVENTS.filter((event) => event.topic === topic)
    const audience = events[0]?.audience ?? 'internal'
    return `| \`${topic}\` | ${audience} | ${RETENTION_DAYS[audience]} days | ${events.length} |`
  })
  return ['| topic | audience | kept | event types |', '|---|---|---|---|', ...rows, ''].join('\n')
}

const text = [
  (await readFile(intro, 'utf8')).trimEnd(),
  '',
  `## Topics`,
  '',
  `Every topic has ${PARTITIONS} partitions.`,
  '',
  describeTopics(),
  '## Events',
  '',
  ...ALL_EVENTS.map(describeEvent),
].join('\n')

if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error('docs/events.md is not what schema/events gives: run `npm run generate` and commit it.')
    process.exitCode = 1
  }
} else {
  await writeFile(target, text)
}
