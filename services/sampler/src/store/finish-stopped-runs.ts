import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import { samplingStopped } from '@chorus/schema/events/index.ts'
import { settleAbandonedCalls } from './settle-abandoned-calls.ts'

/** Closes what is left of runs that were cancelled or have ended, once no call of theirs is in flight. */
export async function finishStoppedRuns(db: Database): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    `select id from ${db.schema}.runs where status in ('CANCELLED', 'ENDED') and stopped_at is null`,
  )
  for (const { id } of rows) {
    await closeTasks(db, id)
    await db.transaction((tx) => stopRun(tx, id), { idempotent: true })
  }
}

/** Tasks that nobody holds; those held are given back within moments, or lapse. */
async function closeTasks(db: Database, runId: string): Promise<void> {
  await db.query(
    `update ${db.schema}.sampling_tasks t set state = 'FAILED', last_error = 'the run has ended', lease_owner = null
     where t.id in (
       select id from ${db.schema}.sampling_tasks
       where run_id = $1 and (state = 'READY' or (state = 'LEASED' and available_at <= clock_timestamp()))
       for update skip locked
     )`,
    [runId],
  )
}

async function stopRun(tx: Transaction, runId: string): Promise<void> {
  const { rows } = await tx.query<{ project: string; actor: string; status: string }>(
    `select project, actor, status from ${tx.schema}.runs r where id = $1 and stopped_at is null and not exists (
       select from ${tx.schema}.sampling_tasks t where t.run_id = r.id and t.state in ('READY', 'LEASED')
     ) for update`,
    [runId],
  )
  const run = rows[0]
  if (run === undefined) return
  await settleAbandonedCalls(tx, { runId })
  await tx.query(`update ${tx.schema}.runs set stopped_at = clock_timestamp() where id = $1`, [runId])
  await tx.query(
    `update ${tx.schema}.sample_sets set state = 'STOPPED', closed_at = clock_timestamp()
     where run_id = $1 and state in ('SAMPLING', 'CLOSING')`,
    [runId],
  )
  if (run.status === 'CANCELLED') await appendEvents(tx, [eventOf(samplingStopped, { runId }, run)])
}
