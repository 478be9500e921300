import type { EventBus, IncomingEvent, OutgoingEvent } from '@chorus/common/src/bus/event-bus.ts'
import { createKafkaBus } from '@chorus/common/src/bus/kafka/create-kafka-bus.ts'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { findFreePort, startTestBroker, type TestBroker } from '../testkit/broker.ts'
import { waitFor } from '../testkit/wait-for.ts'

const lib = inject('kafkaLib')
const eventCount = 500
const batchSize = 5
const keyCount = 7
const frozenMs = 5_000
/** A broker that starts takes longer than this. */
const noticedMs = 500

interface Fault {
  /** Resolves when the broker is down. */
  begin(): Promise<void>
  heal(): Promise<void>
}

describe.skipIf(lib === '')('a broker that fails', () => {
  let broker: TestBroker
  let buses: EventBus[] = []

  beforeAll(async () => {
    broker = await startTestBroker({ lib })
  })
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close(1_000)))
    buses = []
  })
  afterAll(() => broker.remove())

  const open = (brokers = broker.brokers) => {
    const connection = { brokers, tls: false, sessionTimeoutMs: 10_000 }
    const bus = createKafkaBus({ connection, log: silentLogger })
    buses.push(bus)
    return bus
  }
  const openWithTopic = async () => {
    const bus = open()
    const topic = `faults.${uuidv7()}`
    await bus.start()
    await bus.ensureTopics([{ name: topic, partitions: 4, retentionMs: 3_600_000 }])
    return { bus, topic }
  }
  const restartAfter = (signal: 'SIGTERM' | 'SIGKILL'): Fault => ({
    begin: () => broker.end(signal),
    heal: () => broker.restart(),
  })
  const freeze: Fault = {
    begin: async () => broker.signal('SIGSTOP'),
    heal: async () => {
      await new Promise((resolve) => setTimeout(resolve, frozenMs))
      broker.signal('SIGCONT')
    },
  }

  test.each([
    { what: 'is stopped and started again', fault: restartAfter('SIGTERM') },
    { what: 'is killed and started again', fault: restartAfter('SIGKILL') },
    { what: 'is frozen for 5 s', fault: freeze },
  ])('and $what loses nothing, keeps each key in order, and is found again by itself', async ({ fault }) => {
    const { bus, topic } = await openWithTopic()
    const seen: IncomingEvent[] = []
    await bus
      .consume({
        group: `group-${topic}`,
        topics: [topic],
        handler: async (batch) => void seen.push(...batch),
      })
      .start()
    const sent = makeEvents(topic)
    const { refusals, longestMs } = await publishAround(fault, bus, sent)
    expect(longestMs).toBeGreaterThan(noticedMs)
    await waitFor(() => new Set(seen.map(({ id }) => id)).size === eventCount, {
      timeoutMs: 30_000,
      message: `all ${eventCount} events`,
    })
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    expect(firstOccurrences(seen)).toEqual(firstOccurrences(sent))
  })

  test('and is away: publishing is refused as something to try again, and works when it is back', async () => {
    const { bus, topic } = await openWithTopic()
    const [first, second] = makeEvents(topic)
    if (first === undefined || second === undefined) throw new Error('Expected two events.')
    await bus.publisher().publish([first])
    await broker.end('SIGTERM')
    const refusal: unknown = await bus
      .publisher()
      .publish([second])
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    expect(await bus.health()).toMatchObject({ healthy: false })
    await broker.restart()
    await bus.publisher().publish([second])
    await waitFor(async () => (await bus.health()).healthy)
  })

  test('and is not there at the start is named, with the variables to look at', async () => {
    const address = `127.0.0.1:${await findFreePort()}`
    const error: unknown = await open([address])
      .start()
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ChorusError)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    expect(String(error)).toContain(address)
    expect(String(error)).toContain('KAFKA_BROKERS')
  })
})

function makeEvents(topic: string): OutgoingEvent[] {
  return Array.from({ length: eventCount }, (_, n) => ({
    topic,
    key: `key-${n % keyCount}`,
    id: uuidv7(),
    type: 'faults.numbered.v1',
    headers: {},
    value: Buffer.from(String(n)),
  }))
}

/**
 * Publishes batch after batch as the relay does, a refused one again until it is taken; the fault begins after a third of them, and
 * the last third comes when the broker is down for sure.
 */
async function publishAround(
  fault: Fault,
  bus: EventBus,
  events: readonly OutgoingEvent[],
): Promise<{ readonly refusals: readonly unknown[]; readonly longestMs: number }> {
  const refusals: unknown[] = []
  let longestMs = 0
  const third = Math.floor(events.length / batchSize / 3) * batchSize
  const publish = async (part: readonly OutgoingEvent[]) => {
    for (let n = 0; n < part.length; n += batchSize) {
      const beganAt = performance.now()
      const isTaken = () =>
        bus
          .publisher()
          .publish(part.slice(n, n + batchSize))
          .then(
            () => true,
            (refusal: unknown) => void refusals.push(refusal),
          )
      await waitFor(isTaken, { timeoutMs: 60_000, message: 'a batch to be taken' })
      longestMs = Math.max(longestMs, performance.now() - beganAt)
    }
  }
  await publish(events.slice(0, third))
  const down = fault.begin()
  const healed = down.then(fault.heal)
  await publish(events.slice(third, 2 * third))
  await down
  await publish(events.slice(2 * third))
  await healed
  return { refusals, longestMs }
}

/** Numbers of each key in the order in which they came first. */
function firstOccurrences(
  events: readonly { readonly id: string; readonly key: string; readonly value: Buffer }[],
): Record<string, number[]> {
  const ids = new Set<string>()
  const keys: Record<string, number[]> = {}
  for (const { id, key, value } of events) {
    if (ids.has(id)) continue
    ids.add(id)
    keys[key] = [...(keys[key] ?? []), Number(value.toString())]
  }
  return keys
}
