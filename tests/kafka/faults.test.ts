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
  const restartAfter = (signal: 'SIGTERM' | 'SIGKILL') => async () => {
    await broker.end(signal)
    await broker.restart()
  }
  const freeze = async () => {
    broker.signal('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, frozenMs))
    broker.signal('SIGCONT')
  }

  test.each([
    { fault: 'is stopped and started again', inject: restartAfter('SIGTERM') },
    { fault: 'is killed and started again', inject: restartAfter('SIGKILL') },
    { fault: 'is frozen for 5 s', inject: freeze },
  ])(
    'and $fault loses nothing, keeps each key in order, and is found again by itself',
    async ({ inject }) => {
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
      const fault = { at: Math.floor(sent.length / batchSize / 3), inject }
      const refusals = await publishAll(bus, sent, fault)
      await waitFor(() => new Set(seen.map(({ id }) => id)).size === eventCount, {
        timeoutMs: 30_000,
        message: `all ${eventCount} events`,
      })
      for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'UNAVAILABLE', retryable: true })
      expect(firstOccurrences(seen)).toEqual(firstOccurrences(sent))
    },
  )

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

/** Publishes batch after batch as the relay does: a refused one again until it is taken. Gives the refusals. */
async function publishAll(
  bus: EventBus,
  events: readonly OutgoingEvent[],
  fault: { readonly at: number; readonly inject: () => Promise<void> },
): Promise<unknown[]> {
  const refusals: unknown[] = []
  let healed: Promise<void> = Promise.resolve()
  for (let n = 0; n * batchSize < events.length; n++) {
    if (n === fault.at) healed = fault.inject()
    const batch = events.slice(n * batchSize, (n + 1) * batchSize)
    await waitFor(() => bus.publisher().publish(batch).then(returnTrue, noteRefusal), {
      timeoutMs: 60_000,
      message: 'a batch to be taken',
    })
  }
  await healed
  return refusals

  function noteRefusal(error: unknown): boolean {
    refusals.push(error)
    return false
  }
}

function returnTrue(): boolean {
  return true
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
