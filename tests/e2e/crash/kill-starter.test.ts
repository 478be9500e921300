import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreeBase, sendQuery } from '../../testkit/outside.ts'
import { type RunningPlatform, startSmallRun, waitForRun, waitForStage } from '../../testkit/small-run.ts'
import { type StartProcess, spawnStart } from '../../testkit/start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'chorus-starter-'))
let base: number
let start: StartProcess

beforeAll(async () => {
  base = await findFreeBase()
})
afterAll(async () => {
  start.signal('SIGTERM')
  await start.exitCode()
  rmSync(folder, { recursive: true, force: true })
})

async function startAgain(): Promise<RunningPlatform> {
  start = spawnStart({ args: ['--no-demo'], folder, base })
  await start.waitForText('Chorus is up')
  const graphUrl = `http://127.0.0.1:${base}/graphql`
  return {
    graphUrl,
    modelUrl: `http://127.0.0.1:${start.ports.model}/v1`,
    folder,
    graphql: (query, variables = {}) => sendQuery(graphUrl, { query, variables }),
  }
}

test('kill -9 of the starter while sampling, training and evaluating changes nothing in what the run comes to', async () => {
  const platform = await startAgain()
  const reference = await waitForRun(platform, await startSmallRun(platform, { name: 'whole' }))
  const runId = await startSmallRun(platform, { name: 'broken' })
  for (const stage of ['SAMPLING', 'TRAINING', 'EVALUATING']) {
    await waitForStage(platform, runId, { iteration: 1, stage })
    start.signal('SIGKILL')
    await start.waitForFreePorts(10_000)
    await startAgain()
  }
  const end = await waitForRun(platform, runId)
  expect(end).toMatchObject({ status: 'COMPLETED', contentHash: reference.contentHash })
}, 300_000)
