import { ChorusError, messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { APIError } from 'openai'

/** Longest wait that an endpoint may ask for. */
const LONGEST_RETRY_AFTER_MS = 60_000

/** A call to an endpoint that did not succeed, whatever went wrong on the way there and back. */
export class EndpointFault extends Error {
  /** Whether the same call may succeed later: no answer, half an answer, too many requests, a fault of the endpoint. */
  readonly isPassing: boolean
  /** How long the endpoint asks to be left alone, in milliseconds; 0 when it does not say. */
  readonly waitMs: number

  constructor(cause: unknown) {
    super(refusalOf(cause)?.message ?? messageOf(cause), { cause })
    this.name = 'EndpointFault'
    this.isPassing = refusalOf(cause) === null && !isRefused(cause)
    this.waitMs = retryAfterMs(cause)
  }
}

/** Calls an endpoint; whatever is thrown comes as an EndpointFault. @throws {EndpointFault} */
export async function callEndpoint<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw new EndpointFault(error)
  }
}

/** Whether the endpoint answered that it will not. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof APIError) || error.status === undefined) return false
  return error.status < 500 && error.status !== 408 && error.status !== 429
}

/** What the deployment forbids: a host that is not listed, a key that is missing or not bound to the origin. */
function refusalOf(error: unknown): ChorusError | null {
  if (error instanceof ChorusError) {
    return ['FORBIDDEN', 'BAD_CONFIGURATION', 'BAD_USER_INPUT'].includes(error.code) ? error : null
  }
  return error instanceof Error && error.cause !== undefined ? refusalOf(error.cause) : null
}

function retryAfterMs(error: unknown): number {
  const text = error instanceof APIError ? error.headers?.get('retry-after') : null
  const seconds = Number(text ?? 0)
  return seconds > 0 ? Math.min(1_000 * seconds, LONGEST_RETRY_AFTER_MS) : 0
}
