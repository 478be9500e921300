import { afterEach, describe, expect, test } from 'vitest'
import { type Stage, setStage } from './start-trainer.ts'

let stage: Stage
afterEach(() => stage?.close())

describe('the loop', () => {
  test('goes from createRun to RUN_COMPLETED, with every line of the log in order', async () => {
    stage = await setStage()
    const { runId, errors } = await stage.createRun()
    expect(errors).toEqual([])
    const run = await stage.waitForStatus(runId, 'COMPLETED')
    const log = await stage.log(runId)
    expect(run.status_reason).toBe('finished: all 2 iterations done')
    expect(run.content_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(log.map((line) => line.sequence)).toEqual(log.map((_, i) => i + 1))
    expect(log.at(-1)?.type).toBe('RUN_COMPLETED')
  })
})
