/** Why a call of a model gave nothing, as the client of the endpoint saw it. */
export type CallFailure =
  /** 429: not now. */
  | { readonly kind: 'RATE_LIMITED'; readonly message: string; readonly retryAfterMs: number | null }
  /** 408, 409, 5xx. */
  | { readonly kind: 'SERVER_ERROR'; readonly message: string; readonly retryAfterMs: number | null }
  /** Nothing was sent: the connection could not be made. */
  | { readonly kind: 'UNREACHABLE'; readonly message: string }
  /** The connection broke after the request was sent; it may have been billed. */
  | { readonly kind: 'BROKEN'; readonly message: string }
  | { readonly kind: 'TIMEOUT'; readonly message: string }
  /** An answer came, and it was not one: no JSON, no choices. */
  | { readonly kind: 'BAD_CONTENT'; readonly message: string }
  /** The endpoint can't answer this question, but others: too long, or withheld by its filter. */
  | { readonly kind: 'QUESTION_REFUSED'; readonly message: string }
  /** The endpoint refuses for good: key, model, address, request, or its own quota. */
  | { readonly kind: 'REFUSED'; readonly message: string }
  /** The deployment forbids the host or the key. */
  | { readonly kind: 'NOT_ALLOWED'; readonly message: string }
  /** We hung up. */
  | { readonly kind: 'ABORTED'; readonly message: string }

/** How often a call went wrong in which way, in a row of failures without a path between. */
export type FailureCounts = Readonly<Partial<Record<CallFailure['kind'], number>>>

/** What to do after a failure. */
export type RetryDecision =
  | { readonly action: 'RETRY'; readonly delayMs: number; readonly pauseEndpoint: boolean }
  /** The paths are not to be had: a recorded shortfall. */
  | { readonly action: 'GIVE_UP'; readonly reason: string }
  /** The run can't go on until a person acts. */
  | { readonly action: 'BLOCK'; readonly cause: 'ENDPOINT_REFUSES' | 'NOT_ALLOWED'; readonly reason: string }
  | { readonly action: 'STOP' }

/** Failures of one kind after which the paths are given up; a kind without a limit never uses up a question. */
export const FAILURE_LIMITS = { BAD_CONTENT: 5, TIMEOUT: 5, BROKEN: 12, SERVER_ERROR: 12 } as const

/** Tries to reach a host, about ten minutes' worth, after which a person has to look. */
export const UNREACHABLE_LIMIT = 45

const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 15_000
/** Longest time that an endpoint's Retry-After is obeyed. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** Doubles with every failure, from 250 ms to 15 s; the upper half is drawn, so that callers spread. */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS)
  return Math.round(ceiling * (0.5 + random / 2))
}

/**
 * The one retry layer. Rate limits and unreachable hosts never use up a question; what may have been billed does.
 * @param counts includes this failure.
 * @param random uniform in [0, 1).
 */
export function decideRetry(failure: CallFailure, counts: FailureCounts, random: number): RetryDecision {
  const failures = counts[failure.kind] ?? 1
  const delayMs = backOffMs(failures, random)
  switch (failure.kind) {
    case 'RATE_LIMITED':
      return { action: 'RETRY', delayMs: obeyed(failure.retryAfterMs) ?? delayMs, pauseEndpoint: true }
    case 'UNREACHABLE':
      if (failures >= UNREACHABLE_LIMIT) {
        return { action: 'BLOCK', cause: 'ENDPOINT_REFUSES', reason: failure.message }
      }
      return { action: 'RETRY', delayMs, pauseEndpoint: false }
    case 'SERVER_ERROR':
      if (failures >= FAILURE_LIMITS.SERVER_ERROR) return giveUp(failure, failures)
      return {
        action: 'RETRY',
        delayMs: obeyed(failure.retryAfterMs) ?? delayMs,
        pauseEndpoint: failure.retryAfterMs !== null,
      }
    case 'BROKEN':
    case 'TIMEOUT':
    case 'BAD_CONTENT':
      if (failures >= FAILURE_LIMITS[failure.kind]) return giveUp(failure, failures)
      return { action: 'RETRY', delayMs, pauseEndpoint: false }
    case 'QUESTION_REFUSED':
      return { action: 'GIVE_UP', reason: failure.message }
    case 'REFUSED':
      return { action: 'BLOCK', cause: 'ENDPOINT_REFUSES', reason: failure.message }
    case 'NOT_ALLOWED':
      return { action: 'BLOCK', cause: 'NOT_ALLOWED', reason: failure.message }
    case 'ABORTED':
      return { action: 'STOP' }
  }
}

function obeyed(retryAfterMs: number | null): number | null {
  return retryAfterMs === null ? null : Math.min(Math.max(retryAfterMs, 0), MAX_RETRY_AFTER_MS)
}

function giveUp(failure: CallFailure, failures: number): RetryDecision {
  return { action: 'GIVE_UP', reason: `${failure.message} (${failures} times in a row)` }
}
