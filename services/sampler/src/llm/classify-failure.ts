import { ChorusError, messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { APIConnectionError, APIError } from 'openai'
import type { CallFailure } from '../sampling/decide-retry.ts'

/** Codes that say that nothing was sent. */
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** Codes of 400 and 413 that concern one question only. */
const QUESTION_CODES = new Set([
  'context_length_exceeded',
  'string_above_max_length',
  'content_filter',
  'content_policy_violation',
])
/** A 429 that no waiting helps. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'])
const MAX_MESSAGE_LENGTH = 500

/** What went wrong with a call, from whatever the client threw. */
export function classifyFailure(
  error: unknown,
  ended: { readonly byUs: boolean; readonly byTimeout: boolean },
): CallFailure {
  if (ended.byUs) return { kind: 'ABORTED', message: 'the call was cut' }
  if (ended.byTimeout) return { kind: 'TIMEOUT', message: 'The endpoint did not answer in time' }
  const refusal = findCause(error, (cause) => cause instanceof ChorusError)
  if (refusal !== undefined) return { kind: 'NOT_ALLOWED', message: messageOf(refusal) }
  if (error instanceof APIError && typeof error.status === 'number')
    return classifyStatus(error, error.status)
  if (error instanceof SyntaxError) {
    return { kind: 'BAD_CONTENT', message: 'The endpoint answered with something that is not JSON' }
  }
  const coded = findCause(error, (cause) => UNREACHABLE_CODES.has(codeOf(cause)))
  if (coded !== undefined) {
    return { kind: 'UNREACHABLE', message: `The endpoint can't be reached (${codeOf(coded)})` }
  }
  const reason = error instanceof APIConnectionError && error.cause instanceof Error ? error.cause : error
  return { kind: 'BROKEN', message: `The connection to the endpoint broke (${shorten(messageOf(reason))})` }
}

function classifyStatus(error: APIError, status: number): CallFailure {
  const message = `The endpoint answered ${status}: ${shorten(wordsOf(error))}`
  const code = error.code ?? ''
  const retryAfterMs = readRetryAfter(error.headers, Date.now())
  if (status === 429 && QUOTA_CODES.has(code)) return { kind: 'REFUSED', message }
  if (status === 429) return { kind: 'RATE_LIMITED', message, retryAfterMs }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    return { kind: 'SERVER_ERROR', message, retryAfterMs }
  }
  if (status === 413 || QUESTION_CODES.has(code)) return { kind: 'QUESTION_REFUSED', message }
  return { kind: 'REFUSED', message }
}

/** The endpoint's own words. */
function wordsOf(error: APIError): string {
  const body: unknown = error.error
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return body.message
  }
  return error.message
}

/** How long an answer asks to wait, in milliseconds, by `retry-after-ms` or `retry-after` (seconds or a date); null without. */
export function readRetryAfter(headers: Headers | undefined, nowMs: number): number | null {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (exact >= 0) return exact
  const text = headers?.get('retry-after') ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(date - nowMs, 0)
}

function findCause(error: unknown, test: (cause: unknown) => boolean): unknown {
  for (let cause = error, depth = 0; cause !== undefined && cause !== null && depth < 6; depth++) {
    if (test(cause)) return cause
    cause = cause instanceof Error ? cause.cause : undefined
  }
  return undefined
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function shorten(text: string): string {
  const clean = text.replaceAll('\0', '').toWellFormed()
  return clean.length > MAX_MESSAGE_LENGTH ? `${clean.slice(0, MAX_MESSAGE_LENGTH)}…` : clean
}
