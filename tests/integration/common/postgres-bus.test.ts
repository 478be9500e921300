import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { trimLog } from '@chorus/common/src/bus/postgres-log/trim-log.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { describeBusContract } from './bus-contract.ts'

async function openBus(url: string): Promise<EventBus> {
  const bus = createPostgresBus({ url, leaseMs: 1_500, log: silentLogger })
  await bus.start()
  return bus
}

describeBusContract('the Postgres log', async () => {
  const database = await createTestDatabase()
  return {
    open: () => openBus(database.url),
    member: ['postgres', database.url],
    takeOverMs: 10_000,
    close: () => database.drop(),
  }
})

describe('the Postgres log', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const publishNumbered = (bus: EventBus, topic: string, text: string) =>
    bus
      .publisher()
      .publish([{ topic, key: 'k', id: uuidv7(), type: 't', headers: {}, value: Buffer.from(text) }])

  test('brings an event to its handler without waiting for a poll', async () => {
    const bus = createPostgresBus({ url: database.url, pollMs: 600_000, log: silentLogger })
    await bus.start()
    await bus.ensureTopics([{ name: 'fast', partitions: 4, retentionMs: 3_600_000 }])
    let handled = 0
    const handler = async (batch: readonly unknown[]) => {
      handled += batch.length
    }
    await bus.consume({ group: 'fast', topics: ['fast'], handler }).start()
    for (let round = 1; round <= 10; round++) {
      await publishNumbered(bus, 'fast', 'x')
      await waitFor(() => handled === round, { intervalMs: 1 })
    }
    await bus.close()
  })

  test('goes on after all its connections were cut', async () => {
    const bus = await openBus(database.url)
    await bus.ensureTopics([{ name: 'cut', partitions: 1, retentionMs: 3_600_000 }])
    const seen: string[] = []
    const handler = async (batch: readonly { value: Buffer }[]) => {
      seen.push(...batch.map((event) => event.value.toString()))
    }
    await bus.consume({ group: 'cut', topics: ['cut'], handler }).start()
    await publishNumbered(bus, 'cut', 'before')
    await waitFor(() => seen.includes('before'))
    expect(await database.cutConnections()).toBeGreaterThan(1)
    await waitFor(() => publishNumbered(bus, 'cut', 'after').then(() => true), {
      message: 'a new connection',
    })
    await waitFor(() => seen.includes('after'))
    await bus.close()
  })

  test('drops what is old and handled by every group, and nothing else', async () => {
    const bus = await openBus(database.url)
    await bus.ensureTopics([
      { name: 'old', partitions: 1, retentionMs: 0 },
      { name: 'kept', partitions: 1, retentionMs: 3_600_000 },
    ])
    const consumer = bus.consume({ group: 'reader', topics: ['old', 'kept'], handler: async () => undefined })
    await consumer.start()
    for (const topic of ['old', 'kept']) await publishNumbered(bus, topic, 'handled')
    await waitFor(async () => (await bus.lag('reader')).every((lag) => lag.events === 0))
    await consumer.stop()
    await publishNumbered(bus, 'old', 'not handled yet')
    const pool = new pg.Pool({ connectionString: database.url })
    expect(await trimLog(pool)).toBe(1)
    const left = await database.query(
      `select topic, msg_offset from bus.messages where topic in ('old', 'kept') order by 1`,
    )
    expect(left).toEqual([
      { topic: 'kept', msg_offset: '1' },
      { topic: 'old', msg_offset: '2' },
    ])
    await pool.end()
    await bus.close()
  })
})
