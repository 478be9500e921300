import type { Admin } from 'kafkajs'
import { ChorusError, messageOf } from '../../errors/chorus-error.ts'
import { delay } from '../../ids/clock.ts'
import type { Logger } from '../../log/create-logger.ts'
import type { BusHealth, EventBus } from '../event-bus.ts'
import { createKafkaClient } from './kafka-client.ts'
import { KafkaConsumer } from './kafka-consumer.ts'
import { kafkaUnavailable } from './kafka-errors.ts'
import { createKafkaPublisher } from './kafka-publisher.ts'
import type { KafkaConnection } from './kafka-settings.ts'
import { ensureKafkaTopics, readKafkaLag } from './kafka-topics.ts'

export interface KafkaBusOptions {
  readonly connection: KafkaConnection
  /** Shown in the brokers' logs. Default chorus. */
  readonly clientId?: string
  readonly log: Logger
}

const healthTimeoutMs = 3_000

/** The event bus on Apache Kafka through kafkajs. One client, one producer, one admin, a consumer for each `consume`. */
export function createKafkaBus(options: KafkaBusOptions): EventBus {
  const { connection, log } = options
  const kafka = createKafkaClient({ connection, clientId: options.clientId ?? 'chorus', log })
  const admin = kafka.admin()
  const ask = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw error instanceof ChorusError ? error : kafkaUnavailable(`Kafka to ${what}`, error)
    }
  }
  const listTopics = () => ask('list its topics', () => admin.listTopics())
  const publisher = createKafkaPublisher({ kafka, listTopics })
  const consumers: KafkaConsumer[] = []
  const topicsOfGroup = new Map<string, Set<string>>()
  let closed: Promise<void> | undefined

  const close = async (deadlineMs: number) => {
    await Promise.all(consumers.map((consumer) => consumer.stop(deadlineMs)))
    const disconnected = Promise.all([publisher.disconnect(), admin.disconnect()])
    await Promise.race([disconnected.catch(() => undefined), delay(Math.min(1_000, deadlineMs))])
  }
  return {
    start: () =>
      ask(`answer at ${connection.brokers.join(', ')}`, async () => {
        await admin.connect()
        // A broker that demands a login lets everybody connect, and hangs up at the first question.
        await admin.listTopics()
      }),
    publisher: () => publisher,
    consume: (consumeOptions) => {
      const { sessionTimeoutMs } = connection
      const topics = topicsOfGroup.get(consumeOptions.group) ?? new Set()
      for (const topic of consumeOptions.topics) topics.add(topic)
      topicsOfGroup.set(consumeOptions.group, topics)
      const consumer = new KafkaConsumer({
        kafka,
        options: consumeOptions,
        sessionTimeoutMs,
        listTopics,
        log,
      })
      consumers.push(consumer)
      return consumer
    },
    ensureTopics: (topics) => ask('make topics', () => ensureKafkaTopics(admin, topics, log)),
    lag: (group) =>
      ask('tell a lag', () => readKafkaLag(admin, group, [...(topicsOfGroup.get(group) ?? [])])),
    health: () => checkHealth(admin),
    close: (deadlineMs = 5_000) => {
      closed ??= close(deadlineMs)
      return closed
    },
  }
}

async function checkHealth(admin: Admin): Promise<BusHealth> {
  const silence = delay(healthTimeoutMs).then(() => {
    throw new Error(`no answer within ${healthTimeoutMs} ms`)
  })
  try {
    await Promise.race([admin.describeCluster(), silence])
    return { healthy: true, reason: '' }
  } catch (error) {
    return { healthy: false, reason: `Kafka does not answer: ${messageOf(error)}` }
  }
}
