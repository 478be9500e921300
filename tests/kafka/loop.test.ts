import { createKafkaClient } from '@chorus/common/src/bus/kafka/kafka-client.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { startPlatform, type TestPlatform, type TestPlatformOptions } from '../testkit/platform.ts'
import { startSmallRun, waitForRun, waitForStage } from '../testkit/small-run.ts'

const brokers = inject('kafkaBrokers')

describe.skipIf(brokers === '')('the loop on Kafka', () => {
  test('comes to the same content as over the log in Postgres, through which no event goes, also when services are killed', async () => {
    const before = await countEvents(TOPICS.votes)
    const [onKafka, hasLog] = await runLoop({ env: { KAFKA_BROKERS: brokers } })
    expect(hasLog).toBe(false)
    expect((await countEvents(TOPICS.votes)) - before).toBeGreaterThanOrEqual(40)
    const [onPostgres] = await runLoop({})
    expect(onKafka).toEqual(onPostgres)
    const killed = { KAFKA_BROKERS: brokers, KAFKA_SESSION_TIMEOUT_MS: '6000' }
    const [afterKills] = await runLoop({ env: killed }, killServices)
    expect(afterKills).toEqual(onPostgres)
  }, 400_000)
})

/** Runs 20 questions × 8 paths × 2 iterations; gives the content hash, and whether the database has a log of events. */
async function runLoop(
  options: TestPlatformOptions,
  during: (platform: TestPlatform, runId: string) => Promise<void> = async () => undefined,
): Promise<[contentHash: string, hasLog: boolean]> {
  const platform = await startPlatform(options)
  try {
    const runId = await startSmallRun(platform, { name: 'loop' })
    await during(platform, runId)
    const run = await waitForRun(platform, runId)
    expect(run).toMatchObject({ status: 'COMPLETED', contentHash: expect.any(String) })
    return [run.contentHash ?? '', await hasLogOfEvents(platform)]
  } finally {
    await platform.stop()
  }
}

async function killServices(platform: TestPlatform, runId: string): Promise<void> {
  const moments = [
    { name: 'sampler', iteration: 0, stage: 'BASELINE' },
    { name: 'voter', iteration: 1, stage: 'SAMPLING' },
    { name: 'trainer', iteration: 2, stage: 'SAMPLING' },
  ] as const
  for (const { name, ...stage } of moments) {
    await waitForStage(platform, runId, stage)
    await platform.kill9(name)
  }
}

async function hasLogOfEvents({ databaseUrl }: TestPlatform): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl() })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_namespace where nspname = 'bus'")
    return rowCount === 1
  } finally {
    await client.end()
  }
}

async function countEvents(topic: string): Promise<number> {
  const connection = { brokers: brokers.split(','), tls: false, sessionTimeoutMs: 6_000 }
  const kafka = createKafkaClient({ connection, clientId: 'chorus-test', log: silentLogger })
  const admin = kafka.admin()
  try {
    await admin.connect()
    if (!(await admin.listTopics()).includes(topic)) return 0
    const ends = await admin.fetchTopicOffsets(topic)
    return ends.reduce((sum, { high }) => sum + Number(high), 0)
  } finally {
    await admin.disconnect()
  }
}
