import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { runCancelled, runCompleted, runFailed } from '@chorus/schema/events/lifecycle.ts'
import { runCancelling } from '@chorus/schema/events/run-control.ts'
import { moveRun } from '../runs/run-machine.ts'
import { closeOpenIteration } from './move-iteration.ts'
import { readContentHash } from './read-content-hash.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, originOfRun } from './run-row.ts'

const endings = {
  COMPLETED: { log: 'RUN_COMPLETED', event: runCompleted, word: 'Run completed' },
  FAILED: { log: 'RUN_FAILED', event: runFailed, word: 'Run failed' },
  CANCELLED: { log: 'RUN_CANCELLED', event: runCancelled, word: 'Run cancelled' },
} as const

/** Ends a run for good: closes what is open, fixes its content hash, and tells everybody. */
export async function endRun(
  run: LockedRun,
  end: { readonly status: keyof typeof endings; readonly reason: string },
): Promise<void> {
  const { tx, row } = run
  const status = moveRun(row.status, end.status)
  await closeOpenIteration(run, status === 'FAILED' ? 'FAILED' : 'CANCELLED', end.reason)
  const contentHash = await readContentHash(run)
  await tx.query(
    `update ${tx.schema}.runs set status = $2, status_reason = $3, content_hash = $4, finished_at = clock_timestamp()
     where id = $1`,
    [row.id, status, end.reason, contentHash],
  )
  if (status === 'FAILED' && row.is_sampler_busy) await stopSampler(run, end.reason)
  const { log, event, word } = endings[end.status]
  await appendLog(run, {
    type: log,
    iteration: null,
    message: `${word}: ${end.reason}`,
    details: { kind: 'RUN_END', status, reason: end.reason, contentHash },
  })
  const data = {
    runId: row.id,
    reason: end.reason,
    contentHash,
    modelVersionId: row.current_model_version_id,
  }
  await appendEvents(tx, [eventOf(event, data, originOfRun(row))])
}

/** Tells the sampler to make no further model call for the run. */
export async function stopSampler({ tx, row }: LockedRun, reason: string): Promise<void> {
  await appendEvents(tx, [eventOf(runCancelling, { runId: row.id, reason }, originOfRun(row))])
}
