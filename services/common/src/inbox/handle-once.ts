import type { Transaction } from '../postgres/database.ts'

/**
 * Marks an event as handled by a consumer, in the transaction of the effect. False when it was handled before: then do nothing.
 * Waits for another transaction that handles the same event at this moment.
 */
export async function handleOnce(tx: Transaction, consumer: string, eventId: string): Promise<boolean> {
  const fresh = await handleEachOnce(tx, consumer, [eventId])
  return fresh.has(eventId)
}

/** The same for many events at once; gives the ids that are new. */
export async function handleEachOnce(
  tx: Transaction,
  consumer: string,
  eventIds: readonly string[],
): Promise<Set<string>> {
  // Sorted, so that two transactions with the same events wait for each other and never deadlock.
  const sorted = [...new Set(eventIds)].sort()
  const marked = await tx.query<{ event_id: string }>(
    `insert into ${tx.schema}.inbox (consumer, event_id) select $1, unnest($2::text[])
     on conflict do nothing returning event_id`,
    [consumer, sorted],
  )
  return new Set(marked.rows.map((row) => row.event_id))
}
