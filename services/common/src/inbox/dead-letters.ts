import type { EventBus, IncomingEvent, TopicSpec } from '../bus/event-bus.ts'
import type { Database } from '../postgres/database.ts'

const retentionMs = 14 * 24 * 3_600_000

/** The topic beside a topic that takes what could not be handled. */
export function deadLetterTopic(topic: string): TopicSpec {
  return { name: `${topic}.dlq`, partitions: 1, retentionMs }
}

/** An event that is given up, and why. */
export interface DeadLetter {
  readonly consumer: string
  readonly event: IncomingEvent
  readonly reason: string
  readonly attempts: number
}

/** Puts an event, byte for byte, on the dead-letter topic and into the table dead_letters. Harmless when done twice. */
export async function writeDeadLetter(db: Database, bus: EventBus, letter: DeadLetter): Promise<void> {
  const { event, consumer, attempts } = letter
  const reason = withoutNuls(letter.reason)
  const headers = {
    ...event.headers,
    dlq_consumer: consumer,
    dlq_topic: event.topic,
    dlq_partition: String(event.partition),
    dlq_offset: event.offset,
    dlq_attempts: String(attempts),
    dlq_reason: reason,
    dlq_time: new Date().toISOString(),
  }
  await bus.publisher().publish([{ ...event, headers, topic: deadLetterTopic(event.topic).name }])
  await db.query(
    `insert into ${db.schema}.dead_letters
       (consumer, topic, partition, msg_offset, event_id, type, key, headers, value, reason, attempts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      consumer,
      event.topic,
      event.partition,
      event.offset,
      withoutNuls(event.id),
      withoutNuls(event.type),
      withoutNuls(event.key),
      JSON.stringify(event.headers, (_name, value) =>
        typeof value === 'string' ? withoutNuls(value) : value,
      ),
      event.value,
      reason,
      attempts,
    ],
  )
}

/** Postgres takes no U+0000 in text; undecodable events and the messages about them may hold some. */
function withoutNuls(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}
