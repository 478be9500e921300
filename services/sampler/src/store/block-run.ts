import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import { samplingBlocked } from '@chorus/schema/events/index.ts'
import type { SamplingStore } from '../sampling/sampling-store.ts'
import { samplingChannel } from './channels.ts'

/** Stops a run that can't go on until a person acts, and says so once. */
export async function blockRun(tx: Transaction, stop: Parameters<SamplingStore['block']>[0]): Promise<void> {
  const { rows } = await tx.query<{ project: string; actor: string }>(
    `update ${tx.schema}.runs set status = 'BLOCKED', reason = $2 where id = $1 and status = 'ACTIVE' returning project, actor`,
    [stop.runId, stop.reason],
  )
  const run = rows[0]
  if (run === undefined) return
  await appendEvents(tx, [eventOf(samplingBlocked, { ...stop }, run)])
  tx.wake(samplingChannel)
}
