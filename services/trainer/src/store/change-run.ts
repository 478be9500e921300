import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { runPaused, runResumed } from '@chorus/schema/events/run-control.ts'
import { moveRun, type RunStatus } from '../runs/run-machine.ts'
import { advanceRun } from './advance-run.ts'
import { endRun, stopSampler } from './end-run.ts'
import type { LoopSettings } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, originOfRun, refresh } from './run-row.ts'

async function setStatus(run: LockedRun, to: RunStatus, reason: string | null): Promise<void> {
  const status = moveRun(run.row.status, to)
  await run.tx.query(`update ${run.tx.schema}.runs set status = $2, status_reason = $3 where id = $1`, [
    run.row.id,
    status,
    reason,
  ])
}

/** Stops new model calls for a run; what is in flight is kept. */
export async function pauseRun(run: LockedRun, reason: string): Promise<void> {
  await setStatus(run, 'PAUSED', reason)
  await appendEvents(run.tx, [eventOf(runPaused, { runId: run.row.id, reason }, originOfRun(run.row))])
  await appendLog(run, { type: 'RUN_PAUSED', iteration: null, message: `Run paused: ${reason}` })
}

/** Goes on with a paused run from where it stands. */
export async function resumeRun(run: LockedRun, reason: string, settings: LoopSettings): Promise<void> {
  const { tx, row } = run
  await setStatus(run, row.started_at === null ? 'QUEUED' : 'RUNNING', null)
  await tx.query(`update ${tx.schema}.runs set lease_renewed_at = clock_timestamp() where id = $1`, [row.id])
  const data = { runId: row.id, leaseMs: settings.samplingLeaseMs }
  await appendEvents(tx, [eventOf(runResumed, data, originOfRun(row))])
  await appendLog(run, { type: 'RUN_RESUMED', iteration: null, message: `Run resumed: ${reason}` })
  await advanceRun(run, settings)
}

/** Begins to end a run: model calls are stopped, a fine-tuning job is cancelled, then it is CANCELLED. */
export async function cancelRun(run: LockedRun, reason: string, settings: LoopSettings): Promise<void> {
  await setStatus(run, 'CANCELLING', reason)
  if (run.row.is_sampler_busy) await stopSampler(run, reason)
  await appendLog(run, {
    type: 'RUN_CANCELLING',
    iteration: null,
    message: `Run is being cancelled: ${reason}`,
  })
  await advanceRun(run, settings)
}

/** The sampler makes no further call for a cancelled run. */
export async function noteSamplingStopped(run: LockedRun, settings: LoopSettings): Promise<void> {
  const { tx, row } = run
  await tx.query(`update ${tx.schema}.runs set is_sampler_busy = false where id = $1`, [row.id])
  await advanceRun(run, settings)
}

/** The sampler cannot go on: a spent budget ends the run, anything else pauses it until a person acts. */
export async function noteSamplingBlocked(
  run: LockedRun,
  blocked: { readonly cause: 'ENDPOINT_REFUSES' | 'BUDGET_SPENT' | 'NOT_ALLOWED'; readonly reason: string },
): Promise<void> {
  if (run.row.status !== 'RUNNING' && run.row.status !== 'PAUSED') return
  if (blocked.cause === 'BUDGET_SPENT') {
    const reason = `budget spent: ${blocked.reason} The content hash covers the finished iterations only and is not reproducible.`
    return endRun(await refresh(run), { status: 'COMPLETED', reason })
  }
  if (run.row.status === 'PAUSED') return
  await pauseRun(run, blocked.reason)
}
