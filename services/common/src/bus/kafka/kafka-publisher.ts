import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs'
import type { EventPublisher, OutgoingEvent } from '../event-bus.ts'
import { kafkaUnavailable, missingTopics } from './kafka-errors.ts'

/** CloudEvents headers in which an event's id and type travel. */
const ID_HEADER = 'ce_id'
const TYPE_HEADER = 'ce_type'

/**
 * Most bytes of one send. kafkajs makes one record batch of all that goes to a partition, and a broker refuses one above
 * 1,048,588 bytes (`message.max.bytes`), again and again.
 */
const MAX_SEND_BYTES = 900_000
/** What headers and framing of an event add at the most, in bytes. */
const HEADER_ROOM_BYTES = 1_024

export interface KafkaPublisher extends EventPublisher {
  disconnect(): Promise<void>
}

/**
 * Publishes one awaited batch at a time: kafkajs's idempotent producer loses acknowledged messages when several sends run at
 * once, a plain one only doubles, which the inbox absorbs. A producer whose send or connect failed for good is thrown away.
 */
export function createKafkaPublisher(input: {
  readonly kafka: Kafka
  /** Names of the topics that exist. */
  readonly listTopics: () => Promise<readonly string[]>
}): KafkaPublisher {
  const known = new Set<string>()
  let producer: Producer | undefined
  let last: Promise<void> = Promise.resolve()

  const assertTopics = async (batch: readonly OutgoingEvent[]) => {
    const wanted = [...new Set(batch.map((event) => event.topic))].filter((topic) => !known.has(topic))
    if (wanted.length === 0) return
    for (const topic of await input.listTopics()) known.add(topic)
    const missing = wanted.filter((topic) => !known.has(topic))
    if (missing.length > 0) throw missingTopics(missing)
  }
  const connect = async () => {
    const made = input.kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    })
    await made.connect()
    return made
  }
  const send = async (batch: readonly OutgoingEvent[]) => {
    await assertTopics(batch)
    try {
      producer ??= await connect()
      for (const part of splitBySize(batch)) {
        await producer.sendBatch({
          acks: -1,
          compression: CompressionTypes.GZIP,
          topicMessages: groupByTopic(part),
        })
      }
    } catch (error) {
      const broken = producer
      producer = undefined
      await broken?.disconnect().catch(() => undefined)
      throw kafkaUnavailable('Kafka to store a batch of events', error)
    }
  }
  return {
    publish: (batch) => {
      if (batch.length === 0) return Promise.resolve()
      const done = last.then(() => send(batch))
      last = done.catch(() => undefined)
      return done
    },
    disconnect: async () => {
      await last
      await producer?.disconnect()
      producer = undefined
    },
  }
}

/** In order, each small enough to be one record batch even if all of it goes to one partition and nothing compresses. */
function* splitBySize(batch: readonly OutgoingEvent[]): Generator<readonly OutgoingEvent[]> {
  let part: OutgoingEvent[] = []
  let bytes = 0
  for (const event of batch) {
    const size = event.value.length + event.key.length + HEADER_ROOM_BYTES
    if (part.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield part
      part = []
      bytes = 0
    }
    part.push(event)
    bytes += size
  }
  if (part.length > 0) yield part
}

function groupByTopic(batch: readonly OutgoingEvent[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>()
  for (const event of batch) {
    const messages = topics.get(event.topic) ?? []
    messages.push({
      key: event.key,
      value: event.value,
      headers: { ...event.headers, [ID_HEADER]: event.id, [TYPE_HEADER]: event.type },
    })
    topics.set(event.topic, messages)
  }
  return Array.from(topics, ([topic, messages]) => ({ topic, messages }))
}

/** Id and type of an event as they stand in its headers; '' when it was published by somebody who gave none. */
export function idAndType(headers: Readonly<Record<string, string>>): { id: string; type: string } {
  return { id: headers[ID_HEADER] ?? '', type: headers[TYPE_HEADER] ?? '' }
}
