import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createKafkaBus } from '@chorus/common/src/bus/kafka/create-kafka-bus.ts'
import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { topicSpecs } from '@chorus/schema/events/topic-specs.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { changeBus } from '../../deploy/local/bus/change-bus.ts'
import type { ChosenBus } from '../../deploy/local/bus/choose-bus.ts'
import { readLastBus, rememberBus } from '../../deploy/local/bus/last-bus.ts'
import { planPorts } from '../../deploy/local/port-plan.ts'
import { startTestBroker, type TestBroker } from '../testkit/broker.ts'
import { createTestDatabase, type TestDatabase } from '../testkit/postgres.ts'
import { waitFor } from '../testkit/wait-for.ts'

const lib = inject('kafkaLib')
const log: ChosenBus = { bus: 'postgres-log' }

describe.skipIf(lib === '')('a start with another bus than the last one', () => {
  let broker: TestBroker
  let kafka: ChosenBus
  let folder: string
  let database: TestDatabase
  let buses: EventBus[]

  beforeAll(async () => {
    broker = await startTestBroker({ lib })
    kafka = { bus: 'kafka', brokers: broker.brokers, isLocal: false }
  })
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chorus-bus-'))
    database = await createTestDatabase()
    buses = []
  })
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close(1_000)))
    await database.drop()
    rmSync(folder, { recursive: true })
  })
  afterAll(() => broker.remove())

  const change = (bus: ChosenBus) =>
    changeBus({ folder, bus, databaseUrl: database.url, ports: planPorts(20_000), env: {} })
  const open = async (bus: EventBus) => {
    buses.push(bus)
    await bus.start()
    await bus.ensureTopics(topicSpecs(Object.values(TOPICS)))
    return bus
  }
  const openLog = () => open(createPostgresBus({ url: database.url, log: silentLogger }))
  const openKafka = () =>
    open(
      createKafkaBus({
        connection: { brokers: broker.brokers, tls: false, sessionTimeoutMs: 6_000 },
        log: silentLogger,
      }),
    )

  test('goes on when nothing has happened yet, and is remembered', async () => {
    await change(kafka)
    expect(readLastBus(folder)).toEqual(kafka)
  })

  test('is refused while the log in Postgres holds an event that a service has not read', async () => {
    const bus = await openLog()
    await publish(bus, TOPICS.paths)
    await expect(change(kafka)).rejects.toThrow(
      /the log in PostgreSQL.*1 event for voter on chorus\.internal\.paths\.v1\. Start once more with that bus/,
    )
    expect(readLastBus(folder)).toEqual(log)
    await readAll(bus, 'voter', TOPICS.paths)
    await change(kafka)
    expect(readLastBus(folder)).toEqual(kafka)
  })

  test('is refused while Kafka holds an event that a service has not read', async () => {
    rememberBus(folder, kafka)
    const bus = await openKafka()
    await publish(bus, TOPICS.evaluationPaths)
    await expect(change(log)).rejects.toThrow(/1 event for voter on chorus\.internal\.evaluation-paths\.v1/)
    expect(readLastBus(folder)).toEqual(kafka)
    await readAll(bus, 'voter', TOPICS.evaluationPaths)
    await change(log)
    expect(readLastBus(folder)).toEqual(log)
  })

  test('is refused while an outbox holds an event', async () => {
    await database.query('create schema trainer')
    await database.query('create table trainer.outbox as select 1 as seq')
    await expect(change(kafka)).rejects.toThrow(/1 event in the outbox of trainer/)
  })

  test('is refused when the last one can not be asked', async () => {
    rememberBus(folder, { bus: 'kafka', brokers: ['127.0.0.1:1'], isLocal: false })
    await expect(change(log)).rejects.toThrow(
      /no way to ask it.*KAFKA_BROKERS=127\.0\.0\.1:1 npm start -- --no-demo/,
    )
  })
})

async function publish(bus: EventBus, topic: string): Promise<void> {
  const value = Buffer.from('{}')
  await bus.publisher().publish([{ topic, key: 'k', id: uuidv7(), type: 'bus.tried.v1', headers: {}, value }])
}

async function readAll(bus: EventBus, group: string, topic: string): Promise<void> {
  const consumer = bus.consume({ group, topics: [topic], handler: async () => undefined })
  await consumer.start()
  await waitFor(async () => (await bus.lag(group)).every(({ events }) => events === 0), { timeoutMs: 20_000 })
  await consumer.stop()
}
