import { ChorusError, problem } from '../errors/chorus-error.ts'
import { uuidv7 } from '../ids/uuid.ts'
import type { Transaction } from '../postgres/database.ts'
import { encodeScalars, encodeTexts } from '../postgres/encode-array.ts'
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
 * @throws {ChorusError} INTERNAL when a text holds NUL or half of a surrogate pair.
 */
export async function appendEvents(tx: Transaction, events: readonly OutboxEvent[]): Promise<void> {
  await appendEncoded(tx, encodeEvents(events))
}

/** Events as the parameters of the statement that appends them. */
export interface EncodedEvents {
  readonly count: number
  readonly params: readonly (string | Buffer)[]
}

/**
 * The first half of appendEvents, all that is done on this side: for many large events, while Postgres is busy.
 * @throws {ChorusError} INTERNAL when a text holds NUL or half of a surrogate pair.
 */
export function encodeEvents(events: readonly OutboxEvent[]): EncodedEvents {
  const params = [
    encodeScalars(events.map((event) => event.id)),
    encodeTexts(events.map((event) => event.topic)),
    encodeTexts(events.map((event) => event.key)),
    encodeTexts(events.map((event) => event.type)),
    encodeTexts(events.map(toJson), 'json'),
    encodeTexts(events.map((event) => event.actor)),
    encodeTexts(events.map((event) => event.project)),
    encodeTexts(events.map((event) => event.traceparent ?? null)),
  ]
  return { count: events.length, params }
}

/** The second half of appendEvents: one statement for all events. */
export async function appendEncoded(tx: Transaction, events: EncodedEvents): Promise<void> {
  if (events.count === 0) return
  await tx.query(
    `insert into ${tx.schema}.outbox (id, aggregatetype, aggregateid, type, payload, actor, project, traceparent)
     select unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::json[]),
       unnest($6::text[]), unnest($7::text[]), unnest($8::text[])
     on conflict (id) do nothing`,
    events.params,
  )
  tx.wake(outboxChannel)
}

/** Escapes of what no text in Postgres can hold; an escaped backslash before u is none. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

/** A json column takes any JSON, but whoever reads the event could not store its text. */
function toJson(event: OutboxEvent): string {
  const json = JSON.stringify(event.payload)
  if (json.includes('\\u') && UNSTORABLE.test(json)) {
    throw unfit(event.type, 'a text with NUL or half of a surrogate pair')
  }
  return json
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
