import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serviceNames } from '../../../deploy/local/port-plan.ts'
import { countChoices } from '../../testkit/model-record.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import { startSmallRun, waitForRun, waitForStage } from '../../testkit/small-run.ts'

const record = mkdtempSync(join(tmpdir(), 'chorus-record-'))
let platform: TestPlatform
let contentHash: string | null
let choices: number

/** 4 requests at a time with 8 paths each may be in flight when something dies. */
const inFlight = 4 * 8

const moments = [
  { iteration: 0, stage: 'BASELINE' },
  { iteration: 1, stage: 'SAMPLING' },
  { iteration: 1, stage: 'TRAINING' },
  { iteration: 1, stage: 'EVALUATING' },
  { iteration: 2, stage: 'SAMPLING' },
] as const

beforeAll(async () => {
  platform = await startPlatform({ postgres: 'own', env: { CHORUS_MODEL_RECORD_DIR: record } })
  const runId = await startSmallRun(platform, { name: 'undisturbed' })
  const end = await waitForRun(platform, runId)
  expect(end.status).toBe('COMPLETED')
  contentHash = end.contentHash
  choices = countChoices(record)
}, 240_000)
afterAll(async () => {
  await platform.stop()
  rmSync(record, { recursive: true })
})

describe('kill -9 while measuring, sampling, training and evaluating', () => {
  test.each([...serviceNames, 'postgres' as const])(
    'of %s changes nothing in what the run comes to, and pays at most for what was in flight',
    async (victim) => {
      const before = countChoices(record)
      const runId = await startSmallRun(platform, { name: `kill-${victim}` })
      for (const moment of moments) {
        await waitForStage(platform, runId, moment)
        await platform.kill9(victim)
      }
      expect(await waitForRun(platform, runId)).toMatchObject({ status: 'COMPLETED', contentHash })
      const asked = countChoices(record) - before
      expect(asked).toBeGreaterThanOrEqual(choices)
      expect(asked).toBeLessThanOrEqual(choices + moments.length * inFlight)
    },
    300_000,
  )
})
