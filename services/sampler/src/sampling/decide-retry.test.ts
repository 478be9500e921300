import { expect, test } from 'vitest'
import {
  backOffMs,
  type CallFailure,
  decideRetry,
  FAILURE_LIMITS,
  UNREACHABLE_LIMIT,
} from './decide-retry.ts'

const failure = (kind: CallFailure['kind'], retryAfterMs: number | null = null) =>
  ({ kind, message: 'no', retryAfterMs }) as CallFailure

const decide = (kind: CallFailure['kind'], times: number, retryAfterMs: number | null = null) =>
  decideRetry(failure(kind, retryAfterMs), { [kind]: times }, 0.5)

test('a rate limit pauses the endpoint as long as it asks, and never uses up a question', () => {
  expect(decide('RATE_LIMITED', 1, 3_000)).toEqual({ action: 'RETRY', delayMs: 3_000, pauseEndpoint: true })
  expect(decide('RATE_LIMITED', 1_000)).toMatchObject({ action: 'RETRY', pauseEndpoint: true })
})

test('a pause of a day is cut to an hour', () => {
  expect(decide('RATE_LIMITED', 1, 86_400_000)).toMatchObject({ delayMs: 3_600_000 })
})

test.each(['BAD_CONTENT', 'TIMEOUT', 'BROKEN', 'SERVER_ERROR'] as const)(
  '%s is tried again up to its limit, then the paths are given up with the reason',
  (kind) => {
    expect(decide(kind, FAILURE_LIMITS[kind] - 1)).toMatchObject({ action: 'RETRY' })
    const times = FAILURE_LIMITS[kind]
    expect(decide(kind, times)).toEqual({ action: 'GIVE_UP', reason: `no (${times} times in a row)` })
  },
)

test('a host that stays unreachable blocks the run in the end, and costs no path', () => {
  expect(decide('UNREACHABLE', UNREACHABLE_LIMIT - 1)).toMatchObject({
    action: 'RETRY',
    pauseEndpoint: false,
  })
  expect(decide('UNREACHABLE', UNREACHABLE_LIMIT)).toMatchObject({ action: 'BLOCK' })
})

test.each([
  ['REFUSED', { action: 'BLOCK', cause: 'ENDPOINT_REFUSES', reason: 'no' }],
  ['NOT_ALLOWED', { action: 'BLOCK', cause: 'NOT_ALLOWED', reason: 'no' }],
  ['QUESTION_REFUSED', { action: 'GIVE_UP', reason: 'no' }],
  ['ABORTED', { action: 'STOP' }],
] as const)('%s is final at once', (kind, expected) => {
  expect(decide(kind, 1)).toEqual(expected)
})

test('the back-off doubles up to 15 s and is spread over its upper half', () => {
  expect([1, 2, 3, 20].map((failures) => backOffMs(failures, 1))).toEqual([250, 500, 1_000, 15_000])
  expect(backOffMs(20, 0)).toBe(7_500)
})
