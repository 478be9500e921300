import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { createReadiness } from '@chorus/common/src/health/readiness.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { createSubscriber } from '@chorus/common/src/inbox/create-subscriber.ts'
import { on } from '@chorus/common/src/inbox/event-handler.ts'
import { handleOnce } from '@chorus/common/src/inbox/handle-once.ts'
import { createStuckWatch } from '@chorus/common/src/inbox/stuck-watch.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { toCloudEvent } from '@chorus/common/src/outbox/cloud-event.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { countedEvent, openServiceDatabase, openTestBus, origin } from './messaging-kit.ts'

let database: TestDatabase
let db: Database
let bus: EventBus
beforeAll(async () => {
  database = await createTestDatabase()
  db = await openServiceDatabase(database.url, 'reader')
  bus = await openTestBus(database.url)
})
// Every test has a new group, and a new group reads from the oldest event.
beforeEach(() => database.query('truncate bus.messages, reader.effects'))
const subscribers: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()))
})
afterAll(async () => {
  await Promise.all([db.stop(), bus.close()])
  await database.drop()
})

/** Starts a subscriber of a group of its own that writes an effect for each event, after `before`. */
async function subscribe(before: (number: number) => void | Promise<void> = () => undefined) {
  const group = `group-${uuidv7()}`
  const handler = on(countedEvent, async ({ data, tx }) => {
    await tx.query('insert into reader.effects (thing, number) values ($1, $2)', [data.thing, data.number])
    await before(data.number)
  })
  const subscriber = createSubscriber({
    db,
    bus,
    group,
    handlers: [handler],
    retryDelaysMs: [5, 5],
    log: silentLogger,
  })
  await subscriber.start()
  subscribers.push(subscriber)
  return group
}

const outgoing = (thing: string, number: number, id = uuidv7()) => {
  const event = eventOf(countedEvent, { thing, number }, origin, id)
  return toCloudEvent(
    {
      seq: '1',
      id,
      aggregatetype: event.topic,
      aggregateid: event.key,
      type: event.type,
      payload: JSON.stringify(event.payload),
      time: new Date(),
      actor: event.actor,
      project: event.project,
      traceparent: null,
    },
    'test',
  )
}
const effectsOf = async (thing: string) =>
  (
    await database.query<{ number: number }>(
      'select number from reader.effects where thing = $1 order by n',
      [thing],
    )
  ).map((row) => row.number)
const deadLettersOf = (group: string) =>
  database.query<{ event_id: string; reason: string; attempts: number; value: Buffer }>(
    'select event_id, reason, attempts, value from reader.dead_letters where consumer = $1',
    [group],
  )
const caughtUp = (group: string) =>
  waitFor(async () => {
    const lag = await bus.lag(group)
    return lag.length > 0 && lag.every((item) => item.events === 0)
  })

test('an event that comes twice has its effect once, within a batch and between batches', async () => {
  const group = await subscribe()
  const event = outgoing('twice', 1)
  await bus.publisher().publish([event, event])
  await caughtUp(group)
  await bus.publisher().publish([event, outgoing('twice', 2)])
  await waitFor(async () => (await effectsOf('twice')).includes(2))
  expect(await effectsOf('twice')).toEqual([1, 2])
})

test('two members of a group that get the same event at once have one effect', async () => {
  const id = uuidv7()
  const handle = () =>
    db.transaction(async (tx) => {
      if (!(await handleOnce(tx, 'both', id))) return false
      await tx.query(`insert into reader.effects (thing, number) values ('both', 1)`)
      return true
    })
  const results = await Promise.all(Array.from({ length: 8 }, handle))
  expect(results.filter(Boolean)).toHaveLength(1)
  expect(await effectsOf('both')).toEqual([1])
})

test('a failing event goes to the dead letters with its reason, and its neighbours are handled', async () => {
  const group = await subscribe((number) => {
    if (number === 2) throw new Error('two is not for me')
  })
  const events = [1, 2, 3].map((number) => outgoing('poisoned', number))
  await bus.publisher().publish(events)
  await waitFor(async () => (await effectsOf('poisoned')).length === 2)
  expect(await effectsOf('poisoned')).toEqual([1, 3])
  const letters = await deadLettersOf(group)
  expect(letters).toMatchObject([{ event_id: events[1]?.id, reason: 'two is not for me', attempts: 3 }])
  const onTopic = await database.query<{ headers: Record<string, string>; value: Buffer }>(
    `select headers, value from bus.messages where topic = 'test.counted.dlq' and headers->>'dlq_consumer' = $1`,
    [group],
  )
  expect(onTopic[0]?.headers).toMatchObject({ dlq_reason: 'two is not for me', dlq_topic: 'test.counted' })
  expect(onTopic[0]?.value.equals(events[1]?.value ?? Buffer.of())).toBe(true)
  await caughtUp(group)
})

test('an error that is not retryable is not tried again', async () => {
  let tries = 0
  const group = await subscribe((number) => {
    tries += number === 4 ? 1 : 0
    if (number === 4) throw new ChorusError({ code: 'CONFLICT', message: 'never' })
  })
  await bus.publisher().publish([outgoing('once', 4)])
  await waitFor(async () => (await deadLettersOf(group)).some((letter) => letter.reason === 'never'))
  // Once in the batch, once alone.
  expect(tries).toBe(2)
})

test('what cannot be decoded goes to the dead letters byte for byte; unknown types are passed over', async () => {
  const group = await subscribe()
  const good = outgoing('decodable', 1)
  const bytes = Buffer.from([0xff, 0x00, 0x7b])
  await bus
    .publisher()
    .publish([
      { ...good, id: 'broken', value: bytes },
      { ...good, id: 'misfit', value: Buffer.from('{"thing":5}') },
      { ...good, id: 'bare', headers: {} },
      { ...good, id: 'newer', type: 'test.counted.v2' },
      good,
    ])
  await waitFor(async () => (await effectsOf('decodable')).length === 1)
  const letters = await deadLettersOf(group)
  const mine = letters.filter((letter) => ['broken', 'misfit', 'bare', 'newer'].includes(letter.event_id))
  expect(mine.map((letter) => letter.event_id).sort()).toEqual(['bare', 'broken', 'misfit'])
  expect(mine.find((letter) => letter.event_id === 'broken')?.value.equals(bytes)).toBe(true)
})

test('a failure of the database is repeated until it passes, and nothing goes to the dead letters', async () => {
  let cuts = 0
  const group = await subscribe(async (number) => {
    if (number !== 7 || cuts >= 7) return
    cuts += 1
    throw Object.assign(new Error('terminating connection'), { code: '57P01' })
  })
  await bus.publisher().publish([outgoing('outage', 7)])
  await waitFor(async () => (await effectsOf('outage')).length === 1)
  expect(cuts).toBe(7)
  expect((await deadLettersOf(group)).filter((letter) => letter.reason.includes('terminating'))).toEqual([])
})

test('goes on after Postgres was cut off in the middle', async () => {
  await subscribe(async (number) => {
    if (number === 50) await database.cutConnections()
  })
  const cutOnce = Array.from({ length: 20 }, (_, index) => outgoing('restarted', index))
  await bus.publisher().publish(cutOnce)
  await waitFor(async () => (await effectsOf('restarted')).length === 20)
  await database.cutConnections()
  await waitFor(() =>
    bus
      .publisher()
      .publish([outgoing('restarted', 20)])
      .then(() => true),
  )
  await waitFor(async () => (await effectsOf('restarted')).includes(20), {
    message: 'the event after the cut',
  })
})

test('a subscriber whose events cannot be handled makes its service unready with the reason, until they are', async () => {
  const readiness = createReadiness()
  readiness.set('process', undefined)
  const watch = createStuckWatch({ readiness, group: 'reader', stuckAfterMs: 300 })
  let isAway = true
  const handler = on(countedEvent, async () => {
    if (isAway) throw new ChorusError({ code: 'UNAVAILABLE', message: 'The disk is full.', retryable: true })
  })
  const group = `group-${uuidv7()}`
  const subscriber = createSubscriber({ db, bus, group, handlers: [handler], watch, log: silentLogger })
  await subscriber.start()
  subscribers.push(subscriber)
  expect(readiness.reasons()).toEqual({})
  await bus.publisher().publish([outgoing('stuck', 1)])
  const reason = await waitFor(() => readiness.reasons().consumer)
  expect(reason).toMatch(/^reader has been stuck at test\.counted\/\d for \d s: The disk is full\.$/)
  isAway = false
  await waitFor(() => readiness.reasons().consumer === undefined)
})
