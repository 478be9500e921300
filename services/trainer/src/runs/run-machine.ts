import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

export type RunStatus = 'QUEUED' | 'RUNNING' | 'PAUSED' | 'CANCELLING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'

/** States that a run can go to from each state. */
const moves: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  QUEUED: ['RUNNING', 'PAUSED', 'CANCELLING', 'FAILED'],
  RUNNING: ['PAUSED', 'CANCELLING', 'COMPLETED', 'FAILED'],
  PAUSED: ['RUNNING', 'QUEUED', 'CANCELLING', 'COMPLETED', 'FAILED'],
  CANCELLING: ['CANCELLED'],
  COMPLETED: [],
  FAILED: [],
  CANCELLED: [],
}

/** Every state of a run, in the order in which they come. */
export const RUN_STATUSES = Object.keys(moves) as readonly RunStatus[]

/** Whether a run may go from one state to the other. */
export function canMoveRun(from: RunStatus, to: RunStatus): boolean {
  return moves[from].includes(to)
}

/** Whether a run has ended for good. */
export function hasEnded(status: RunStatus): boolean {
  return moves[status].length === 0
}

/**
 * The state after a move.
 * @throws {ChorusError} CONFLICT when the move is not allowed.
 */
export function moveRun(from: RunStatus, to: RunStatus): RunStatus {
  if (canMoveRun(from, to)) return to
  throw new ChorusError({
    code: 'CONFLICT',
    message: problem({
      expected: `a run that can become ${to}`,
      found: `one that is ${from}`,
      fix: hasEnded(from) ? 'An ended run stays as it is' : 'Wait for its next state',
    }),
  })
}
