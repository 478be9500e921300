import { problem } from '@chorus/common/src/errors/chorus-error.ts'
import { writeAudit } from '@chorus/common/src/mutations/write-audit.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { hashOf } from '@chorus/schema/method/canonical-json.ts'
import type { InputProblem } from '../runs/problem.ts'
import { canMoveRun, type RunStatus } from '../runs/run-machine.ts'
import { advanceRun } from './advance-run.ts'
import { cancelRun, pauseRun, resumeRun } from './change-run.ts'
import { readIteration } from './iteration-row.ts'
import { settleGate } from './judge-iteration.ts'
import { readModelVersions } from './model-versions.ts'
import type { LoopSettings } from './open-iteration.ts'
import { type LockedRun, lockRun } from './run-row.ts'

/** Who asks for what, and why. */
export type Request = {
  readonly project: string
  readonly actor: string
  /** Bare id of the run or the model version. */
  readonly id: string
  readonly reason: string | null
}

export type RunAction = 'pauseRun' | 'resumeRun' | 'cancelRun'

/** States in which an action has nothing left to do, and the state it leads to. */
const actions: Readonly<
  Record<RunAction, { readonly to: RunStatus; readonly isDone: readonly RunStatus[]; readonly word: string }>
> = {
  pauseRun: { to: 'PAUSED', isDone: ['PAUSED'], word: 'paused' },
  resumeRun: { to: 'RUNNING', isDone: ['RUNNING', 'QUEUED'], word: 'resumed' },
  cancelRun: { to: 'CANCELLING', isDone: ['CANCELLING', 'CANCELLED'], word: 'cancelled' },
}

/** Pauses, resumes or cancels a run. Doing it a second time is no problem and changes nothing. */
export function actOnRun(
  db: Database,
  action: RunAction,
  request: Request,
  settings: LoopSettings,
): Promise<InputProblem | null> {
  return db.transaction(
    async (tx) => {
      const run = await lockRun(tx, request.id)
      if (run === null || run.row.project !== request.project) return missing(['runId'], 'run')
      const { to, isDone, word } = actions[action]
      if (isDone.includes(run.row.status)) return null
      if (!canMoveRun(run.row.status, to)) return wrongState(run.row.status, word)
      const reason = `${word} by ${request.actor}${request.reason ? `: ${request.reason}` : ''}`
      await audit(run, action, request)
      await carryOut(run, action, reason, settings)
      return null
    },
    { idempotent: true },
  )
}

function carryOut(run: LockedRun, action: RunAction, reason: string, settings: LoopSettings): Promise<void> {
  switch (action) {
    case 'pauseRun':
      return pauseRun(run, reason)
    case 'resumeRun':
      return resumeRun(run, reason, settings)
    case 'cancelRun':
      return cancelRun(run, reason, settings)
  }
}

/** Promotes or rejects a model version that awaits a person. */
export function decideOnVersion(
  db: Database,
  decision: 'PROMOTED' | 'REJECTED',
  request: Request,
  settings: LoopSettings,
): Promise<InputProblem | null> {
  return db.transaction(
    async (tx) => {
      const [version] = await readModelVersions(tx, request.project, [request.id])
      if (version === undefined) return missing(['modelVersionId'], 'model version')
      const run = version.run_id === null ? null : await lockRun(tx, version.run_id)
      const iteration = version.iteration_id === null ? null : await readIteration(tx, version.iteration_id)
      if (iteration?.gate?.decision === decision && iteration.gate.decidedBy === 'PERSON') return null
      const isOpen = run?.row.status === 'RUNNING' || run?.row.status === 'PAUSED'
      if (!run || !isOpen || iteration?.status !== 'AWAITING_APPROVAL' || iteration.gate === null) {
        return notWaiting(version.status)
      }
      await audit(run, decision === 'PROMOTED' ? 'approveModelVersion' : 'rejectModelVersion', request)
      await settleGate(run, iteration, {
        gate: iteration.gate,
        decision,
        decidedBy: 'PERSON',
        reason: `${decision.toLowerCase()} by ${request.actor}${request.reason ? `: ${request.reason}` : ''}`,
      })
      await advanceRun(run, settings)
      return null
    },
    { idempotent: true },
  )
}

async function audit(run: LockedRun, mutation: string, request: Request): Promise<void> {
  await writeAudit(run.tx, {
    project: request.project,
    actor: request.actor,
    mutation,
    inputHash: hashOf({ id: request.id, reason: request.reason }),
    result: request.id,
  })
}

function missing(path: readonly string[], what: string): InputProblem {
  const message = problem({
    expected: `the id of a ${what} of this project`,
    found: 'none',
    fix: 'Look it up',
  })
  return { code: 'NOT_FOUND', path, message }
}

function wrongState(status: RunStatus, word: string): InputProblem {
  const message = problem({
    expected: `a run that can be ${word}`,
    found: `one that is ${status}`,
    fix: 'Start a new run',
  })
  return { code: 'WRONG_STATE', path: ['runId'], message }
}

function notWaiting(status: string): InputProblem {
  const message = problem({
    expected: 'a model version that awaits approval',
    found: `one that is ${status}`,
    fix: 'Decide while its iteration is AWAITING_APPROVAL',
  })
  return { code: 'WRONG_STATE', path: ['modelVersionId'], message }
}
