import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import { messageOf } from '../../errors/chorus-error.ts'
import { delay } from '../../ids/clock.ts'
import type { Logger } from '../../log/create-logger.ts'
import type { ConsumeOptions, EventConsumer, IncomingEvent } from '../event-bus.ts'
import { QUICK_RETRY } from './kafka-client.ts'
import { kafkaUnavailable, missingTopics } from './kafka-errors.ts'
import { idAndType } from './kafka-publisher.ts'

export interface KafkaConsumerInput {
  readonly kafka: Kafka
  readonly options: ConsumeOptions
  readonly sessionTimeoutMs: number
  readonly listTopics: () => Promise<readonly string[]>
  readonly log: Logger
}

const maxBackOffMs = 5_000

/**
 * A member of a consumer group. kafkajs must not restart itself after a crash, since such a consumer comes back to life after
 * `disconnect()`: a crashed one is thrown away here and made anew with a growing pause.
 */
export class KafkaConsumer implements EventConsumer {
  readonly #input: KafkaConsumerInput
  readonly #abort = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #failures = new Map<string, number>()
  #consumer: Consumer | undefined
  #stopping = false
  #rebuilding: Promise<void> | undefined
  #stopped: Promise<void> | undefined

  constructor(input: KafkaConsumerInput) {
    this.#input = input
  }

  async start(): Promise<void> {
    const existing = new Set(await this.#input.listTopics())
    const missing = this.#input.options.topics.filter((topic) => !existing.has(topic))
    if (missing.length > 0) throw missingTopics(missing)
    try {
      await this.#join()
    } catch (error) {
      throw kafkaUnavailable(`Kafka to let a member join the group ${this.#input.options.group}`, error)
    }
  }

  stop(deadlineMs = 5_000): Promise<void> {
    this.#stopped ??= this.#leave(deadlineMs)
    return this.#stopped
  }

  async #leave(deadlineMs: number): Promise<void> {
    this.#stopping = true
    await Promise.race([Promise.all(this.#running), delay(deadlineMs)])
    this.#abort.abort()
    const left = this.#consumer?.disconnect().catch(() => undefined)
    // With a frozen broker or a handler that does not obey, disconnect never ends; the group forgets the member by itself.
    await Promise.race([Promise.all([left, this.#rebuilding]), delay(Math.min(1_000, deadlineMs))])
  }

  async #join(): Promise<void> {
    const { kafka, options, sessionTimeoutMs } = this.#input
    const consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.floor(sessionTimeoutMs / 10),
      rebalanceTimeout: 60_000,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: { ...QUICK_RETRY, restartOnFailure: async () => false },
    })
    this.#consumer = consumer
    consumer.on(consumer.events.CRASH, ({ payload }) => this.#onCrash(consumer, payload.error))
    await consumer.connect()
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: options.concurrency ?? 4,
      eachBatch: (payload) => this.#track(this.#handle(consumer, payload)),
    })
  }

  #onCrash(consumer: Consumer, error: Error): void {
    if (this.#stopping || this.#consumer !== consumer) return
    this.#input.log.warn(
      { err: error, group: this.#input.options.group },
      `a consumer crashed and is made anew: ${messageOf(error)}`,
    )
    this.#rebuilding = this.#rebuild(consumer)
  }

  async #rebuild(crashed: Consumer): Promise<void> {
    await Promise.race([crashed.disconnect().catch(() => undefined), delay(2_000)])
    for (let backOffMs = 200; !this.#stopping; backOffMs = Math.min(backOffMs * 2, maxBackOffMs)) {
      try {
        await this.#join()
        return
      } catch (error) {
        this.#input.log.warn({ err: error, backOffMs }, `no way back into the group yet: ${messageOf(error)}`)
        await Promise.race([this.#consumer?.disconnect().catch(() => undefined), delay(2_000)])
        await delay(backOffMs)
      }
    }
  }

  #track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
    return tracked
  }

  /** Handles what was fetched of a partition in bounded batches; each is committed before the next begins. */
  async #handle(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch
    const key = `${topic}/${partition}`
    for (const messages of splitBatch(payload.batch.messages, this.#input.options)) {
      if (this.#stopping || payload.isStale() || !payload.isRunning()) return
      const events = messages.map((message) => toIncoming(topic, partition, message))
      try {
        await this.#input.options.handler(events, { topic, partition, signal: this.#abort.signal })
      } catch (error) {
        this.#holdBack(payload, key, error)
        return
      }
      this.#failures.delete(key)
      const last = messages.at(-1)
      if (last === undefined) continue
      payload.resolveOffset(last.offset)
      await consumer.commitOffsets([{ topic, partition, offset: String(BigInt(last.offset) + 1n) }])
      await payload.heartbeat()
    }
  }

  /** Pauses the partition alone: what was not resolved is fetched again when it resumes. */
  #holdBack(payload: EachBatchPayload, key: string, error: unknown): void {
    const failures = this.#failures.get(key) ?? 0
    this.#failures.set(key, failures + 1)
    const backOffMs = Math.min(100 * 2 ** failures, maxBackOffMs)
    const { topic, partition } = payload.batch
    this.#input.log.warn(
      { err: error, topic, partition, backOffMs },
      `a batch was rejected and comes again: ${messageOf(error)}`,
    )
    const resume = payload.pause()
    setTimeout(resume, backOffMs).unref()
  }
}

function* splitBatch(messages: readonly KafkaMessage[], options: ConsumeOptions): Generator<KafkaMessage[]> {
  const maxCount = options.maxBatchCount ?? 100
  const maxBytes = options.maxBatchBytes ?? 2 * 1024 * 1024
  let batch: KafkaMessage[] = []
  let bytes = 0
  for (const message of messages) {
    const size = message.value?.length ?? 0
    if (batch.length > 0 && (batch.length >= maxCount || bytes + size > maxBytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(message)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

function toIncoming(topic: string, partition: number, message: KafkaMessage): IncomingEvent {
  const headers = Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, firstText(value)]),
  )
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString() ?? '',
    headers,
    value: message.value ?? Buffer.alloc(0),
    ...idAndType(headers),
  }
}

function firstText(value: Buffer | string | (Buffer | string)[] | undefined): string {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined ? '' : first.toString()
}
