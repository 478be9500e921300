import { ChorusError } from '../errors/chorus-error.ts'

const serializationFailure = '40001'
const deadlockDetected = '40P01'

/** Classes and codes of SQLSTATE that say "not now": connection, resources, operator, input/output, locks, timeouts. */
const transientStates = [/^08/, /^53/, /^57/, /^58/, /^40001$/, /^40P01$/, /^55P03$/, /^25P0[34]$/]

const connectionStates = [/^08/, /^57P0[1-5]$/, /^25P0[34]$/]

const connectionCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])

/** pg gives these without a code. */
const connectionMessages =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|is not queryable|Query read timeout|Driver not Connected/i

/** The code of an error of pg or node, also when TypeORM or we have wrapped it; undefined when there is none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (!(error instanceof ChorusError) && 'code' in error && typeof error.code === 'string') return error.code
  if ('driverError' in error) return codeOf(error.driverError)
  return codeOf(error.cause)
}

/** Whether the connection broke or could not be made. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== undefined)
    return connectionCodes.has(code) || connectionStates.some((state) => state.test(code))
  return error instanceof Error && connectionMessages.test(error.message)
}

/** Whether Postgres undid the transaction because of others, so that doing it again is right. */
export function isSerializationFailure(error: unknown): boolean {
  const code = codeOf(error)
  return code === serializationFailure || code === deadlockDetected
}

/** Whether the database, not the caller, is at fault, and the same call may succeed later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ChorusError) return error.retryable || error.code === 'COMMIT_UNKNOWN'
  const code = codeOf(error)
  return isConnectionLoss(error) || (code !== undefined && transientStates.some((state) => state.test(code)))
}

/** Whether a row with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === '23505'
}
