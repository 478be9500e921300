import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

export type IterationStatus =
  | 'SAMPLING'
  | 'VOTING'
  | 'TRAINING'
  | 'EVALUATING'
  | 'AWAITING_APPROVAL'
  | 'PROMOTED'
  | 'REJECTED'
  | 'FAILED'
  | 'MEASURED'
  | 'CANCELLED'

const stops = ['FAILED', 'CANCELLED'] as const

/** States that an iteration can go to from each state. */
const moves: Readonly<Record<IterationStatus, readonly IterationStatus[]>> = {
  SAMPLING: ['VOTING', ...stops],
  VOTING: ['TRAINING', 'MEASURED', ...stops],
  TRAINING: ['EVALUATING', 'REJECTED', ...stops],
  EVALUATING: ['AWAITING_APPROVAL', 'PROMOTED', 'REJECTED', 'MEASURED', ...stops],
  AWAITING_APPROVAL: ['PROMOTED', 'REJECTED', ...stops],
  PROMOTED: [],
  REJECTED: [],
  FAILED: [],
  MEASURED: [],
  CANCELLED: [],
}

/** Every state of an iteration, in the order in which they come. */
export const ITERATION_STATUSES = Object.keys(moves) as readonly IterationStatus[]

/** Whether an iteration may go from one state to the other. */
export function canMoveIteration(from: IterationStatus, to: IterationStatus): boolean {
  return moves[from].includes(to)
}

/** Whether an iteration has ended. */
export function isIterationOver(status: IterationStatus): boolean {
  return moves[status].length === 0
}

/** Whether an iteration ended by its plan, so that its content belongs to the run's content hash. */
export function isIterationFinished(status: IterationStatus): boolean {
  return status === 'PROMOTED' || status === 'REJECTED' || status === 'MEASURED'
}

/**
 * The state after a move.
 * @throws {ChorusError} CONFLICT when the move is not allowed.
 */
export function moveIteration(from: IterationStatus, to: IterationStatus): IterationStatus {
  if (canMoveIteration(from, to)) return to
  throw new ChorusError({
    code: 'CONFLICT',
    message: problem({
      expected: `an iteration that can become ${to}`,
      found: `one that is ${from}`,
      fix: isIterationOver(from) ? 'An ended iteration stays as it is' : 'Wait for its next state',
    }),
  })
}
