import { setTimeout as delay } from 'node:timers/promises'
import { createKafkaClient } from '@chorus/common/src/bus/kafka/kafka-client.ts'
import { kafkaConnection, kafkaSettings } from '@chorus/common/src/bus/kafka/kafka-settings.ts'
import { readKafkaLag } from '@chorus/common/src/bus/kafka/kafka-topics.ts'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import type { Admin } from 'kafkajs'
import { groupTopics } from './group-topics.ts'
import type { Unread } from './unread-events.ts'

/** A broker that has just started knows its topics before it knows its groups. */
const patienceMs = 10_000
const pollMs = 200

/**
 * Events of a Kafka that a service has not handled.
 * @param env the variables with its login.
 */
export async function unreadInKafka(
  brokers: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Unread[]> {
  const config = parseConfig(kafkaSettings(), env, { elsewhere: ['CHORUS_*'] })
  const connection = kafkaConnection({ ...config, kafkaBrokers: brokers })
  if (connection === null) return []
  const kafka = createKafkaClient({ connection, clientId: 'chorus-start', log: silentLogger })
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await readUnread(kafka.admin())
    } catch (error) {
      if (performance.now() > deadline) throw error
      await delay(pollMs)
    }
  }
}

async function readUnread(admin: Admin): Promise<Unread[]> {
  try {
    await admin.connect()
    const existing = new Set(await admin.listTopics())
    const unread: Unread[] = []
    for (const [group, topics] of Object.entries(groupTopics)) {
      const lags = await readKafkaLag(
        admin,
        group,
        topics.filter((topic) => existing.has(topic)),
      )
      unread.push(...lags.map(({ topic, events }) => ({ events, place: `for ${group} on ${topic}` })))
    }
    return unread.filter(({ events }) => events > 0)
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}
