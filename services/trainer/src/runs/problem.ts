export type ProblemCode =
  | 'INVALID'
  | 'REQUIRED'
  | 'TOO_LARGE'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WRONG_STATE'
  | 'LABELS_NOT_ALLOWED'
  | 'DATASET_OVERLAP'
  | 'NOT_ALLOWED'
  | 'UNAVAILABLE'

/** Something in a request that a person can mend. */
export type InputProblem = {
  readonly code: ProblemCode
  /** Where in the input; empty when it concerns the whole. */
  readonly path: readonly string[]
  readonly message: string
}
