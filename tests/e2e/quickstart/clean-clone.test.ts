import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreeBase, withoutOurs } from '../../testkit/outside.ts'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('../../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'chorus-clone-'))
const clone = join(folder, 'chorus')
let base: number

beforeAll(async () => {
  base = await findFreeBase()
  await run('git', ['clone', '--quiet', '--depth=1', `file://${repository}`, clone])
  await npm(['ci', '--no-audit', '--no-fund'])
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As a person's shell would: without what npm and vitest have put into our own environment. */
async function npm(args: readonly string[]): Promise<string> {
  const mine = Object.entries(withoutOurs(process.env)).filter(
    ([name]) => !/^(npm_|NODE|VITEST|INIT_CWD)/i.test(name),
  )
  const path = (process.env.PATH ?? '').split(':').filter((part) => !part.includes('node_modules'))
  const env = { ...Object.fromEntries(mine), PATH: path.join(':'), CHORUS_PORT_BASE: String(base) }
  const { stdout } = await run('npm', args, { cwd: clone, env, maxBuffer: 32 * 1_048_576 })
  return stdout
}

test('a clean clone shows the table, and the model got better by 15 points or more', async () => {
  const output = await npm(['start', '--', '--once'])
  for (const name of ['postgres', 'model', 'sampler', 'voter', 'trainer', 'gateway']) {
    expect(output).toMatch(new RegExp(`${name} +ready in`))
  }
  expect(output).toMatch(/│ +│ +before │ +after 1 /)
  expect(output).toMatch(/arithmetic-report-3, DIRECT: no change shown|arithmetic-report-3, DIRECT: better/)
  const gain = /Held-out questions by chain of thought \(n = 350\): \+([\d.]+) points, p < 0\.001/.exec(
    output,
  )
  expect(Number(gain?.[1])).toBeGreaterThanOrEqual(15)
}, 600_000)

test('started again it shows the finished run and samples nothing', async () => {
  const output = await npm(['start', '--', '--once'])
  expect(output).toContain('The quickstart run has ended before; here it is again.')
  expect(output).toMatch(/Content hash +[0-9a-f]{64}/)
}, 120_000)
