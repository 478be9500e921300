import { ChorusError, messageOf } from '../../errors/chorus-error.ts'
import { isTransient } from '../../postgres/sql-errors.ts'

/** The error as the port promises it: UNAVAILABLE and retryable where the database is at fault, otherwise unchanged. */
export function unavailable(error: unknown): unknown {
  if (error instanceof ChorusError || !isTransient(error)) return error
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: `The event log in Postgres does not answer: ${messageOf(error)}. It is tried again.`,
    retryable: true,
    cause: error,
  })
}
