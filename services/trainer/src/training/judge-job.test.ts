import { describe, expect, test } from 'vitest'
import { judgeJob, type RemoteJob, vanishedJob } from './judge-job.ts'

const job = (over: Partial<RemoteJob>): RemoteJob => ({
  id: 'ftjob-1',
  status: 'running',
  model: null,
  trainedTokens: 12,
  error: null,
  ...over,
})

describe('a job', () => {
  test.each(['validating_files', 'queued', 'running', 'pausing', 'paused', 'a word of tomorrow'])(
    'that is %s has not ended',
    (status) => {
      expect(judgeJob(job({ status }))).toBeNull()
    },
  )

  test('that succeeded names its model', () => {
    const end = judgeJob(job({ status: 'succeeded', model: 'ft:base:1' }))
    expect(end).toEqual({ state: 'SUCCEEDED', status: 'succeeded', model: 'ft:base:1', trainedTokens: 12 })
    expect(judgeJob(job({ status: 'succeeded' }))).toMatchObject({ state: 'FAILED', isTransient: false })
  })

  test("that failed keeps the endpoint's words, and whether it may be tried again", () => {
    const failed = (code: string) =>
      judgeJob(job({ status: 'failed', error: { code, message: 'The file has 3 rows.' } }))
    expect(failed('invalid_training_file')).toMatchObject({
      state: 'FAILED',
      error: 'The file has 3 rows.',
      isTransient: false,
    })
    expect(failed('server_error')).toMatchObject({ isTransient: true })
    expect(judgeJob(job({ status: 'failed' }))).toMatchObject({ error: 'the endpoint gave no reason' })
    expect(vanishedJob()).toMatchObject({ state: 'FAILED', isTransient: true })
  })

  test('that was cancelled says so', () => {
    expect(judgeJob(job({ status: 'cancelled' }))).toMatchObject({ state: 'CANCELLED', trainedTokens: 12 })
  })
})
