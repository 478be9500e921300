import { ChorusError, problem } from '../errors/chorus-error.ts'
import { uuidv7 } from '../ids/uuid.ts'
import type { Transaction } from '../postgres/database.ts'
import type { EventDefinition, EventOrigin, OutboxEvent } from './event-envelope.ts'

/** Channel on which a transaction that appended events wakes the relay of its process. */
export const outboxChannel = 'outbox'

/**
 * An event of a definition's type, ready to be appended. Give an id that follows from the cause where doing it twice must give
 * one event.
 * @throws {ChorusError} INTERNAL when the data do not fit the definition.
 */
export function eventOf<Data>(
  definition: EventDefinition<Data>,
  data: Data,
  origin: EventOrigin,
  id: string = uuidv7(),
): OutboxEvent {
  const parsed = definition.data.safeParse(data)
  if (!parsed.success) throw unfit(definition.type, parsed.error.message)
  return {
    id,
    type: definition.type,
    topic: definition.topic,
    key: definition.key(parsed.data),
    payload: data,
    project: origin.project,
    actor: origin.actor,
    traceparent: origin.traceparent,
  }
}

/**
 * Appends events to the outbox of the transaction's schema; they are published, in this order per key, once it has committed.
 * Lock the row of the aggregate they speak of first (for update): that is what gives order between transactions.
 */
export async function appendEvents(tx: Transaction, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return
  await tx.query(
    `insert into ${tx.schema}.outbox (id, aggregatetype, aggregateid, type, payload, actor, project, traceparent)
     select id, topic, key, type, payload, actor, project, traceparent
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[])
       with ordinality as u (id, topic, key, type, payload, actor, project, traceparent, n) order by n
     on conflict (id) do nothing`,
    [
      events.map((event) => event.id),
      events.map((event) => event.topic),
      events.map((event) => event.key),
      events.map((event) => event.type),
      events.map((event) => JSON.stringify(event.payload)),
      events.map((event) => event.actor),
      events.map((event) => event.project),
      events.map((event) => event.traceparent ?? null),
    ],
  )
  tx.wake(outboxChannel)
}

function unfit(type: string, reason: string): ChorusError {
  return new ChorusError({
    code: 'INTERNAL',
    message: problem({
      expected: `data of an event ${type}`,
      found: reason,
      fix: 'Correct the code that makes it',
    }),
  })
}
