import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sampleSetSampled } from '@chorus/schema/events/index.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScriptedEndpoint, type ScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { learningOrder, seedGround, startIteration } from './seed-run.ts'
import { startSampler, type TestSampler } from './start-sampler.ts'

const main = fileURLToPath(new URL('../../../services/sampler/src/main.ts', import.meta.url))
let sampler: TestSampler
let endpoint: ScriptedEndpoint
const processes: ChildProcess[] = []

beforeAll(async () => {
  sampler = await startSampler()
  endpoint = await createScriptedEndpoint({ latencyMs: 80 })
})
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL')
  await sampler.stop()
  await endpoint.close()
})

/** A sampler as a process of its own. */
function startProcess(env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      CHORUS_DATABASE_URL: sampler.database.url,
      CHORUS_SAMPLER_PORT: '0',
      CHORUS_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  processes.push(child)
  return child
}

test('killed in the middle of sampling, its work is done by another, and nothing is paid twice but what was in flight', async () => {
  const concurrent = 4
  const ground = await seedGround(sampler, {
    baseUrl: endpoint.baseUrl,
    questions: 30,
    maxConcurrentRequests: concurrent,
    maxChoicesPerRequest: 2,
  })
  const order = learningOrder(ground, { questionCount: 30, paths: 8 })
  // The sampler of this process is held back, so that the other does the work.
  await sampler.stopService()
  const child = startProcess()
  await startIteration(sampler, order)
  await waitFor(() => endpoint.ledger.count('chat') >= 30, { timeoutMs: 20_000 })
  child.kill('SIGKILL')
  await once(child, 'exit')
  const stored = await sampler.database.query<{ count: number }>(
    `select count(*)::int as count from sampler.paths`,
  )
  expect(stored[0]?.count).toBeGreaterThan(0)
  await sampler.startService()
  const { sampleSetId } = order.sampleSet
  const end = await waitFor(
    () => sampler.received(sampleSetSampled).find((data) => data.sampleSetId === sampleSetId),
    { timeoutMs: 40_000 },
  )
  expect(end).toMatchObject({ pathCount: 240, shortfall: 0 })
  // What had come back but was not yet written counts as in flight: one gathering of results.
  const twice = [...endpoint.ledger.seedCounts()].filter(([, times]) => times > 1)
  expect(twice.length).toBeLessThanOrEqual(concurrent * 2 * 2)
  const unknown = await sampler.database.query(
    `select 1 from sampler.calls where run_id = $1 and state = 'RESERVED'`,
    [order.runId],
  )
  expect(unknown).toEqual([])
})

test('ends well on SIGTERM', async () => {
  const connections = async () => {
    const sql = `select 1 from pg_stat_activity where application_name = 'chorus-sampler' and datname = current_database()`
    return (await sampler.database.query(sql)).length
  }
  await sampler.stopService()
  await waitFor(async () => (await connections()) === 0)
  const child = startProcess()
  await waitFor(async () => (await connections()) > 0)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('names every wrong variable at once and starts nothing', async () => {
  const child = startProcess({ CHORUS_SAMPLER_PORT: 'x', CHORUS_MODE: 'odd', CHORUS_SAMPLER_PROT: '1' })
  let text = ''
  child.stderr?.on('data', (chunk) => {
    text += String(chunk)
  })
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
  for (const name of ['CHORUS_SAMPLER_PORT', 'CHORUS_MODE', 'CHORUS_SAMPLER_PROT'])
    expect(text).toContain(name)
})
