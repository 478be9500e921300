import { type IterationStatus, isIterationOver, moveIteration } from '../runs/iteration-machine.ts'
import { type IterationRow, readIterations } from './iteration-row.ts'
import { brokenRun } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import type { LockedRun } from './run-row.ts'

const sayings: Readonly<Record<IterationStatus, string>> = {
  SAMPLING: 'sampling',
  VOTING: 'all paths are there, voting',
  TRAINING: 'all questions have an outcome, training',
  EVALUATING: 'trained, measuring the new version',
  AWAITING_APPROVAL: 'measured, waiting for a person',
  PROMOTED: 'promoted',
  REJECTED: 'rejected',
  FAILED: 'failed',
  MEASURED: 'measured',
  CANCELLED: 'cancelled',
}

/** Moves an iteration to its next state and says so in the run's log. */
export async function changeIteration(
  run: LockedRun,
  iteration: Pick<IterationRow, 'id' | 'number' | 'status'>,
  change: { readonly to: IterationStatus; readonly reason?: string },
): Promise<void> {
  const { tx } = run
  const to = moveIteration(iteration.status, change.to)
  await tx.query(
    `update ${tx.schema}.iterations set status = $2, status_reason = $3,
       finished_at = case when $4 then clock_timestamp() end where id = $1`,
    [iteration.id, to, change.reason ?? null, isIterationOver(to)],
  )
  const what = iteration.number === 0 ? 'Starting model' : `Iteration ${iteration.number}`
  await appendLog(run, {
    type: 'STAGE_CHANGED',
    iteration: iteration.number,
    message: `${what}: ${sayings[to]}${change.reason ? `: ${change.reason}` : ''}`,
    details: { kind: 'STAGE', from: iteration.status, to },
  })
}

/** The iteration with a number. */
export async function iterationOf(run: LockedRun, number: number): Promise<IterationRow> {
  const found = (await readIterations(run.tx, [run.row.id])).find((item) => item.number === number)
  if (found === undefined) throw brokenRun(run.row.id, `no iteration ${number}`)
  return found
}

/** Ends the iteration that is under way, if there is one; its candidate goes no further. */
export async function closeOpenIteration(
  run: LockedRun,
  to: 'FAILED' | 'CANCELLED',
  reason: string,
): Promise<void> {
  const open = (await readIterations(run.tx, [run.row.id])).filter((item) => !isIterationOver(item.status))
  for (const iteration of open) {
    await changeIteration(run, iteration, { to, reason })
    await run.tx.query(
      `update ${run.tx.schema}.model_versions set status = 'REJECTED' where id = $1 and status = 'CANDIDATE'`,
      [iteration.model_version_id],
    )
  }
}
