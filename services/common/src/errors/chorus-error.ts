/** Every code an error of ours can carry; a caller branches on these and on nothing else. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  | 'STALE_LEASE'
  | 'COMMIT_UNKNOWN'
  | 'BAD_CONFIGURATION'
  | 'SCHEMA_TOO_NEW'
  | 'UNDECODABLE_EVENT'
  | 'INTERNAL'

/** What a ChorusError is made of. */
export interface ChorusErrorInput {
  readonly code: ErrorCode
  /** For people: what was expected, what was found, what to do (`problem` writes it). */
  readonly message: string
  /** Whether the same call may succeed later. Default false. */
  readonly retryable?: boolean
  /** Ids and figures for logs and payloads; never secrets or texts of users. Default {}. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** The one family of errors: expected failures, each with a code, a sentence and whether a retry helps. */
export class ChorusError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly details: Readonly<Record<string, unknown>>

  constructor(input: ChorusErrorInput) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause })
    this.name = new.target.name
    this.code = input.code
    this.retryable = input.retryable ?? false
    this.details = input.details ?? {}
  }
}

/** Thrown inside a transaction when another worker has claimed the row since; the transaction must roll back. */
export class StaleLeaseError extends ChorusError {
  constructor(details: Readonly<Record<string, unknown>>) {
    super({
      code: 'STALE_LEASE',
      message:
        'Expected to hold the lease of this row, found that another worker has claimed it since; drop the result.',
      details,
    })
  }
}

/** The three things a message must say. */
export interface Problem {
  /** What was expected, without a verb: "a whole number from 1 to 65535". */
  readonly expected: string
  /** What was found: "\"abc\"". */
  readonly found: string
  /** What to do, as a sentence without its full stop. */
  readonly fix: string
}

/** Writes a problem as one line: "Expected X, found Y. Fix." */
export function problem(input: Problem): string {
  return `Expected ${input.expected}, found ${input.found}. ${input.fix}.`
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Whether a value is an error of ours with this code. */
export function hasCode(error: unknown, code: ErrorCode): error is ChorusError {
  return error instanceof ChorusError && error.code === code
}
