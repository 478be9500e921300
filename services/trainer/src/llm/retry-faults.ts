import { ChorusError, messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { delay } from '@chorus/common/src/ids/clock.ts'
import { APIConnectionError, APIError } from 'openai'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000
/** Longest wait that an endpoint may ask for. */
const LONGEST_RETRY_AFTER_MS = 60_000

/** Whether a call may succeed later as it is: no answer, a time-out, too many requests, or a fault of the endpoint. */
export function isPassing(error: unknown): boolean {
  if (refusalOf(error) !== null) return false
  if (error instanceof APIConnectionError) return true
  if (error instanceof SyntaxError) return true
  if (!(error instanceof APIError)) return false
  const { status } = error
  return status === 408 || status === 429 || (status !== undefined && status >= 500)
}

/** Whether the endpoint, or what the deployment allows to be sent to it, is at fault, as against something of our own. */
export function isEndpointFault(error: unknown): boolean {
  return refusalOf(error) !== null || error instanceof APIError || error instanceof SyntaxError
}

/** Why a call failed, in the words of the endpoint or of the deployment's rules. */
export function wordsOf(error: unknown): string {
  return refusalOf(error)?.message ?? messageOf(error)
}

/** What the deployment forbids: a host that is not listed, a key that is missing or not bound to the origin. */
function refusalOf(error: unknown): ChorusError | null {
  if (error instanceof ChorusError) {
    return ['FORBIDDEN', 'BAD_CONFIGURATION', 'BAD_USER_INPUT'].includes(error.code) ? error : null
  }
  return error instanceof Error && error.cause !== undefined ? refusalOf(error.cause) : null
}

/**
 * Repeats a call until it succeeds or is refused for good, with growing pauses, or those that the endpoint asks for.
 * @throws what the call threw when that will not pass, or when the signal is aborted.
 */
export async function retryFaults<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await call()
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error
      await delay(retryAfterMs(error) ?? pauseMs, signal)
    }
  }
}

function retryAfterMs(error: unknown): number | null {
  const text = error instanceof APIError ? error.headers?.get('retry-after') : null
  const seconds = Number(text ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(1_000 * seconds, LONGEST_RETRY_AFTER_MS) : null
}
