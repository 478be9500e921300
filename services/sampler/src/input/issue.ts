/** Codes of modelled errors that the sampler gives: UserErrorCode of the graph. */
export type IssueCode =
  | 'INVALID'
  | 'REQUIRED'
  | 'TOO_LARGE'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WRONG_STATE'
  | 'LABELS_NOT_ALLOWED'
  | 'NOT_ALLOWED'

/** Something in an input that a person can mend. */
export type Issue = {
  readonly code: IssueCode
  /** Where in the input; empty when it concerns the whole. */
  readonly path: string[]
  /** What was expected, what came, what to do. */
  readonly message: string
}

/** Longest names and idempotency keys, in characters. */
export const MAX_NAME_LENGTH = 200
