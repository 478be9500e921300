import type { Admin, ITopicConfig } from 'kafkajs'
import { delay } from '../../ids/clock.ts'
import type { Logger } from '../../log/create-logger.ts'
import type { TopicLag, TopicSpec } from '../event-bus.ts'
import { kafkaUnavailable } from './kafka-errors.ts'

/** DescribeConfigs' number for a topic (kafkajs exports it as an enum of its own). */
const TOPIC_RESOURCE = 2
const readyTimeoutMs = 15_000

/** Makes missing topics: replication 3 with 2 in sync where three brokers exist. What exists is compared and left alone. */
export async function ensureKafkaTopics(
  admin: Admin,
  specs: readonly TopicSpec[],
  log: Logger,
): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const missing = specs.filter((spec) => !existing.has(spec.name))
  if (missing.length > 0) {
    const { brokers } = await admin.describeCluster()
    const topics = missing.map((spec) => describeTopic(spec, brokers.length))
    await admin.createTopics({ topics, waitForLeaders: false, timeout: readyTimeoutMs }).catch(ignoreExisting)
  }
  await waitForLeaders(
    admin,
    specs.map((spec) => spec.name),
  )
  await reportMismatches(
    admin,
    specs.filter((spec) => existing.has(spec.name)),
    log,
  )
}

/**
 * Waits until every partition can be written and read. kafkajs's own waiting gives up at once when a broker has not heard yet of a
 * topic, which happens whenever several services make the same topics.
 */
async function waitForLeaders(admin: Admin, names: readonly string[]): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] })
      if (topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return
    } catch (error) {
      if (!isNotYetKnown(error)) throw error
    }
    if (performance.now() > deadline)
      throw kafkaUnavailable(
        `leaders of the topics ${names.join(', ')} within ${readyTimeoutMs / 1000} s`,
        '',
      )
    await delay(50)
  }
}

function isNotYetKnown(error: unknown): boolean {
  if (!(error instanceof Error) || !('type' in error)) return false
  return error.type === 'UNKNOWN_TOPIC_OR_PARTITION' || error.type === 'LEADER_NOT_AVAILABLE'
}

function describeTopic(spec: TopicSpec, brokerCount: number): ITopicConfig {
  const isReplicated = brokerCount >= 3
  return {
    topic: spec.name,
    numPartitions: spec.partitions,
    replicationFactor: isReplicated ? 3 : 1,
    configEntries: [
      { name: 'retention.ms', value: String(spec.retentionMs) },
      ...(isReplicated ? [{ name: 'min.insync.replicas', value: '2' }] : []),
    ],
  }
}

/** Another process made some of them in the meantime; any other failure is thrown. */
function ignoreExisting(error: unknown): void {
  const errors: readonly unknown[] =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [error]
  const others = errors.filter(
    (one) => !(one instanceof Error && 'type' in one && one.type === 'TOPIC_ALREADY_EXISTS'),
  )
  if (others.length > 0) throw error
}

async function reportMismatches(admin: Admin, specs: readonly TopicSpec[], log: Logger): Promise<void> {
  if (specs.length === 0) return
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map((spec) => spec.name) })
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: specs.map((spec) => ({
      type: TOPIC_RESOURCE,
      name: spec.name,
      configNames: ['retention.ms'],
    })),
  })
  for (const spec of specs) {
    const partitions = topics.find((topic) => topic.name === spec.name)?.partitions.length
    if (partitions !== spec.partitions) {
      log.warn(
        { topic: spec.name, expected: spec.partitions, found: partitions },
        'a topic has another number of partitions; it is left as it is',
      )
    }
    const entries = resources.find((resource) => resource.resourceName === spec.name)?.configEntries
    const retentionMs = entries?.find((entry) => entry.configName === 'retention.ms')?.configValue
    if (retentionMs !== undefined && retentionMs !== String(spec.retentionMs)) {
      log.warn(
        { topic: spec.name, expected: spec.retentionMs, found: retentionMs },
        'a topic keeps its events for another time; it is left as it is',
      )
    }
  }
}

/** Events of each topic that the group has not committed. */
export async function readKafkaLag(
  admin: Admin,
  group: string,
  topics: readonly string[],
): Promise<readonly TopicLag[]> {
  const committed = await admin.fetchOffsets({
    groupId: group,
    ...(topics.length > 0 ? { topics: [...topics] } : {}),
  })
  const lags = committed.map(async ({ topic, partitions }) => {
    const ends = await admin.fetchTopicOffsets(topic)
    const events = ends.map(({ partition, high, low }) => {
      const offset = partitions.find((found) => found.partition === partition)?.offset ?? '-1'
      return Number(BigInt(high) - (offset === '-1' ? BigInt(low) : BigInt(offset)))
    })
    return { topic, events: events.reduce((sum, lag) => sum + lag, 0) }
  })
  return (await Promise.all(lags)).sort((a, b) => (a.topic < b.topic ? -1 : 1))
}
