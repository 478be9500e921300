import type { EventMeta } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import { samplingChannel } from './channels.ts'

/** A run that is not known yet is made, so that what was said of it holds when its first order comes. */
async function setStatus(
  tx: Transaction,
  event: EventMeta,
  change: {
    readonly runId: string
    readonly status: 'PAUSED' | 'CANCELLED' | 'ENDED'
    readonly reason: string
    readonly from: readonly string[]
  },
): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.runs as r (id, project, actor, status, reason, lease_until)
     values ($1, $2, $3, $4, $5, clock_timestamp())
     on conflict (id) do update set status = excluded.status, reason = excluded.reason where r.status = any($6)`,
    [change.runId, event.project, event.actor, change.status, change.reason, change.from],
  )
  tx.wake(samplingChannel)
}

/** No new call begins for the run. */
export function pauseRun(tx: Transaction, event: EventMeta, runId: string, reason: string): Promise<void> {
  return setStatus(tx, event, { runId, status: 'PAUSED', reason, from: ['ACTIVE', 'BLOCKED'] })
}

/** Calls in flight are cut, and what is left of the run is closed; final. */
export function cancelRun(tx: Transaction, event: EventMeta, runId: string, reason: string): Promise<void> {
  return setStatus(tx, event, { runId, status: 'CANCELLED', reason, from: ['ACTIVE', 'PAUSED', 'BLOCKED'] })
}

/** The trainer needs nothing more of the run; final. */
export function endRun(tx: Transaction, event: EventMeta, runId: string, reason: string): Promise<void> {
  return setStatus(tx, event, { runId, status: 'ENDED', reason, from: ['ACTIVE', 'PAUSED', 'BLOCKED'] })
}

/** A paused or blocked run goes on, with a fresh lease on the database's clock. */
export async function resumeRun(tx: Transaction, runId: string, leaseMs: number): Promise<void> {
  await tx.query(
    `update ${tx.schema}.runs set status = 'ACTIVE', reason = null,
       lease_until = greatest(lease_until, clock_timestamp() + $2 * interval '1 ms')
     where id = $1 and status in ('ACTIVE', 'PAUSED', 'BLOCKED')`,
    [runId, leaseMs],
  )
  tx.wake(samplingChannel)
}

/** The trainer is alive and still wants the run. */
export async function renewRunLease(tx: Transaction, runId: string, leaseMs: number): Promise<void> {
  const { rowCount } = await tx.query(
    `update ${tx.schema}.runs set lease_until = greatest(lease_until, clock_timestamp() + $2 * interval '1 ms')
     where id = $1 and status not in ('CANCELLED', 'ENDED')`,
    [runId, leaseMs],
  )
  if (rowCount === 1) tx.wake(samplingChannel)
}
