import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { createRelay } from '@chorus/common/src/outbox/create-relay.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { countedEvent, openServiceDatabase, openTestBus, origin } from './messaging-kit.ts'

let database: TestDatabase
let db: Database
let bus: EventBus
beforeAll(async () => {
  database = await createTestDatabase()
  db = await openServiceDatabase(database.url, 'writer')
  bus = await openTestBus(database.url)
})
beforeEach(() => database.query('truncate bus.messages, writer.counters, writer.outbox'))
afterAll(async () => {
  await Promise.all([db.stop(), bus.close()])
  await database.drop()
})

const relayOf = (source = 'writer', over: EventBus = bus) =>
  createRelay({ db, bus: over, source, leaseMs: 1_500, maxCount: 7, log: silentLogger })

/** Counts a thing up, and says so, in one transaction that holds the thing's row. */
const count = (thing: string) =>
  db.transaction(async (tx) => {
    await tx.query('insert into writer.counters values ($1, 0) on conflict do nothing', [thing])
    const row = await tx.query<{ number: number }>(
      'update writer.counters set number = number + 1 where thing = $1 returning number',
      [thing],
    )
    await appendEvents(tx, [eventOf(countedEvent, { thing, number: row.rows[0]?.number ?? 0 }, origin)])
  })

const published = () =>
  database.query<{ event_id: string; key: string; value: string; headers: Record<string, string> }>(
    `select event_id, key, convert_from(value, 'UTF8') as value, headers from bus.messages
     where topic = 'test.counted' order by partition, msg_offset`,
  )
const outboxIsEmpty = async () => (await db.query('select 1 from writer.outbox')).rowCount === 0

function expectOrder(rows: Awaited<ReturnType<typeof published>>, perKey: number): void {
  const numbers = new Map<string, number[]>()
  const seen = new Set<string>()
  for (const row of rows) {
    if (seen.has(row.event_id)) continue
    seen.add(row.event_id)
    numbers.set(row.key, [...(numbers.get(row.key) ?? []), JSON.parse(row.value).number])
  }
  for (const list of numbers.values())
    expect(list).toEqual(Array.from({ length: perKey }, (_, index) => index + 1))
}

test('an event is published with all CloudEvents attributes, and its row is gone', async () => {
  const relay = relayOf()
  await relay.start()
  await count('a')
  const [row] = await waitFor(async () => {
    const rows = await published()
    return rows.length > 0 && (await outboxIsEmpty()) ? rows : undefined
  })
  expect(JSON.parse(row?.value ?? '')).toEqual({ thing: 'a', number: 1 })
  expect(row?.headers).toMatchObject({
    ce_specversion: '1.0',
    ce_id: row?.event_id,
    ce_type: 'test.counted.v1',
    ce_source: 'writer',
    ce_chorusproject: 'default',
    ce_chorusactor: 'local',
    ce_traceparent: '00-a-b-01',
    'content-type': 'application/json',
  })
  await relay.stop()
})

test('nothing is published of a transaction that was rolled back', async () => {
  const relay = relayOf()
  await relay.start()
  const failure = db.transaction(async (tx) => {
    await appendEvents(tx, [eventOf(countedEvent, { thing: 'never', number: 1 }, origin)])
    throw new Error('no')
  })
  await expect(failure).rejects.toThrow('no')
  await count('after')
  await waitFor(async () => (await published()).length > 0)
  expect((await published()).map((row) => row.key)).toEqual(['after'])
  await relay.stop()
})

test('events of one key keep their order with two relays and many writers', async () => {
  const relays = [relayOf('one'), relayOf('two')]
  await Promise.all(relays.map((relay) => relay.start()))
  const keys = ['a', 'b', 'c']
  await Promise.all(Array.from({ length: 90 }, (_, index) => count(keys[index % 3] ?? 'a')))
  await waitFor(outboxIsEmpty)
  const rows = await published()
  expectOrder(rows, 30)
  expect(new Set(rows.map((row) => row.headers.ce_source)).size).toBe(1)
  await Promise.all(relays.map((relay) => relay.stop()))
})

test('another relay takes over within 5 s from one that hangs, and order holds when it wakes', async () => {
  let thaw: () => void = () => undefined
  const frozen = new Promise<void>((resolve) => {
    thaw = resolve
  })
  let hanging = false
  const slowBus: EventBus = {
    ...bus,
    publisher: () => ({
      publish: async (batch) => {
        hanging = true
        await frozen
        await bus.publisher().publish(batch)
      },
    }),
  }
  const stuck = relayOf('stuck', slowBus)
  await stuck.start()
  for (let n = 0; n < 10; n++) await count('k')
  await waitFor(() => hanging)
  const startedMs = performance.now()
  const next = relayOf('next')
  await next.start()
  await waitFor(outboxIsEmpty)
  expect(performance.now() - startedMs).toBeLessThan(5_000)
  thaw()
  await waitFor(async () => (await published()).some((row) => row.headers.ce_source === 'stuck'))
  expectOrder(await published(), 10)
  await Promise.all([stuck.stop(), next.stop()])
})

test('refuses data that do not fit the definition', () => {
  expect(() => eventOf(countedEvent, { thing: 'a', number: 'one' } as never, origin)).toThrow(
    'test.counted.v1',
  )
})

test('a payload arrives byte for byte as it was appended: order of keys, quotes, backslashes, every script', async () => {
  const relay = relayOf()
  const thing = '"z" \\ \\u0000 {a,b} NULL \n é 漢字 🎉'
  await db.transaction((tx) => appendEvents(tx, [eventOf(countedEvent, { thing, number: 1 }, origin)]))
  await relay.start()
  const [row] = await waitFor(async () => {
    const rows = await published()
    return rows.length > 0 ? rows : undefined
  })
  expect(row?.value).toBe(JSON.stringify({ thing, number: 1 }))
  expect(row?.key).toBe(thing)
  await relay.stop()
})

test.for([
  ['NUL', 'a\0b'],
  ['half of a surrogate pair', 'a\ud83db'],
] as const)('refuses a text with %s, which no reader could store', async ([, thing]) => {
  const event = eventOf(countedEvent, { thing, number: 1 }, origin)
  await expect(db.transaction((tx) => appendEvents(tx, [event]))).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(await outboxIsEmpty()).toBe(true)
})

test('a relay takes no more bytes at once than it may, but always one event', async () => {
  const sizes: number[] = []
  const counting: EventBus = {
    ...bus,
    publisher: () => ({
      publish: async (batch) => {
        sizes.push(batch.length)
        await bus.publisher().publish(batch)
      },
    }),
  }
  // 2 bytes a character: two of the small ones fit, and counted in characters four would.
  const events = [100, 100, 100, 100, 250].map((length, number) =>
    eventOf(countedEvent, { thing: 'é'.repeat(length), number }, origin),
  )
  await db.transaction((tx) => appendEvents(tx, events))
  const relay = createRelay({ db, bus: counting, source: 'writer', maxBytes: 500, log: silentLogger })
  await relay.start()
  await waitFor(outboxIsEmpty)
  expect(sizes).toEqual([2, 2, 1])
  await relay.stop()
})
