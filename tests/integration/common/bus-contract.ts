import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type {
  BatchHandler,
  EventBus,
  IncomingEvent,
  OutgoingEvent,
} from '@chorus/common/src/bus/event-bus.ts'
import { hasCode } from '@chorus/common/src/errors/chorus-error.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'

const memberPath = fileURLToPath(new URL('bus-member.ts', import.meta.url))

/** A broker, and buses that speak to it as separate processes would. */
export interface BusHarness {
  /** A started bus of its own. */
  open(): Promise<EventBus>
  /** The first two arguments of bus-member.ts: which adapter, and where its broker is. */
  readonly member: readonly [adapter: string, address: string]
  /** Longest time until a dead member's partitions are taken over. */
  readonly takeOverMs: number
  close(): Promise<void>
}

/** The promises of the EventBus port; every adapter has to pass them. */
export function describeBusContract(name: string, makeHarness: () => Promise<BusHarness>): void {
  describe(`the event bus contract on ${name}`, () => {
    let harness: BusHarness
    let buses: EventBus[] = []
    beforeAll(async () => {
      harness = await makeHarness()
    })
    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.close(1_000)))
      buses = []
    })
    afterAll(() => harness.close())

    const open = async () => {
      const bus = await harness.open()
      buses.push(bus)
      return bus
    }
    const openWithTopic = async (partitions = 4) => {
      const bus = await open()
      const topic = `contract.${uuidv7()}`
      await bus.ensureTopics([{ name: topic, partitions, retentionMs: 3_600_000 }])
      return { bus, topic, group: `group-${uuidv7()}` }
    }
    const allHandled = (bus: EventBus, group: string) =>
      waitFor(async () => (await bus.lag(group)).every((lag) => lag.events === 0), {
        timeoutMs: 30_000,
        message: 'a lag of 0',
      })

    test('delivers every event with all that it was published with', async () => {
      const { bus, topic, group } = await openWithTopic()
      const seen = recorder()
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      const event = {
        ...makeEvent(topic, 'k', 'hello'),
        headers: { ce_time: 'x', 'content-type': 'application/json' },
      }
      await bus.publisher().publish([event])
      const found = await waitFor(() => seen.events[0])
      expect(found).toMatchObject({ topic, key: 'k', id: event.id, type: event.type, headers: event.headers })
      expect(found.value.equals(event.value)).toBe(true)
    })

    test('keeps bytes that are no text, large values and empty keys', async () => {
      const { bus, topic, group } = await openWithTopic()
      const seen = recorder()
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      const values = [Buffer.from([0, 255, 92, 120, 34, 39]), Buffer.alloc(700_000, 7), Buffer.alloc(0)]
      await bus.publisher().publish(values.map((value) => ({ ...makeEvent(topic, '', ''), value })))
      await waitFor(() => seen.events.length === 3)
      expect(
        seen.events.map((event) => event.value.equals(values[seen.events.indexOf(event)] ?? Buffer.of(1))),
      ).toEqual([true, true, true])
    })

    test('takes a batch of several megabytes of one key that nothing can compress', async () => {
      const { bus, topic, group } = await openWithTopic()
      const seen = recorder()
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      const values = Array.from({ length: 8 }, () => randomBytes(500_000))
      await bus.publisher().publish(values.map((value) => ({ ...makeEvent(topic, 'k', ''), value })))
      await waitFor(() => seen.events.length === 8)
      expect(seen.events.every((event, index) => event.value.equals(values[index] ?? Buffer.of()))).toBe(true)
    })

    test('loses nothing and keeps the order of each key under several publishers', async () => {
      const { bus, topic, group } = await openWithTopic()
      const seen = recorder()
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      const publishAll = async (publisher: number) => {
        for (let batch = 0; batch < 20; batch++) {
          const numbers = Array.from({ length: 10 }, (_, index) => batch * 10 + index)
          await bus
            .publisher()
            .publish(numbers.map((number) => makeEvent(topic, `${publisher}-${number % 3}`, String(number))))
        }
      }
      await Promise.all([0, 1, 2, 3].map(publishAll))
      await waitFor(() => new Set(seen.events.map((event) => event.id)).size === 800, { timeoutMs: 30_000 })
      expectOrderPerKey(seen.events)
    })

    test('brings a rejected batch again, before anything later of its partition', async () => {
      const { bus, topic, group } = await openWithTopic(1)
      const seen = recorder({ rejectFirst: 2 })
      await bus.consume({ group, topics: [topic], handler: seen.handler, maxBatchCount: 1 }).start()
      await bus.publisher().publish([makeEvent(topic, 'k', '0'), makeEvent(topic, 'k', '1')])
      await allHandled(bus, group)
      await waitFor(() => seen.texts().includes('1'))
      expect(seen.texts()).toEqual(['0', '0', '0', '1'])
    })

    test('a rejected partition does not hold up the others', async () => {
      const { bus, topic, group } = await openWithTopic(4)
      const seen = recorder()
      const handler: BatchHandler = async (batch, context) => {
        if (batch.some((event) => event.key === 'poison')) throw new Error('poison')
        await seen.handler(batch, context)
      }
      await bus.consume({ group, topics: [topic], handler, maxBatchCount: 1 }).start()
      const keys = ['poison', ...Array.from({ length: 20 }, (_, index) => `key ${index}`)]
      await bus.publisher().publish(keys.map((key) => makeEvent(topic, key, key)))
      await waitFor(() => seen.events.length >= 10, { message: 'events of other partitions' })
    })

    test('gives each group every event', async () => {
      const { bus, topic } = await openWithTopic()
      const [one, two] = [recorder(), recorder()]
      await bus.consume({ group: `one-${topic}`, topics: [topic], handler: one.handler }).start()
      await bus.consume({ group: `two-${topic}`, topics: [topic], handler: two.handler }).start()
      await bus.publisher().publish([makeEvent(topic, 'a', '1'), makeEvent(topic, 'b', '2')])
      await waitFor(() => one.events.length === 2 && two.events.length === 2)
    })

    test('starts a new group at the oldest event', async () => {
      const { bus, topic, group } = await openWithTopic()
      await bus.publisher().publish([makeEvent(topic, 'a', 'early')])
      const seen = recorder()
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      await waitFor(() => seen.texts().includes('early'))
    })

    test('two members share the partitions, and a leaving one hands over at once', async () => {
      const { bus, topic, group } = await openWithTopic(4)
      const other = await open()
      const [one, two] = [recorder(), recorder()]
      await bus.consume({ group, topics: [topic], handler: one.handler }).start()
      const leaver = other.consume({ group, topics: [topic], handler: two.handler })
      await leaver.start()
      const publishSome = () =>
        bus
          .publisher()
          .publish(Array.from({ length: 20 }, (_, index) => makeEvent(topic, `key ${index}`, 'x')))
      await waitFor(
        async () => {
          await publishSome()
          return one.events.length > 0 && two.events.length > 0
        },
        { timeoutMs: harness.takeOverMs, intervalMs: 100, message: 'both members to get events' },
      )
      await leaver.stop()
      const before = two.events.length
      await publishSome()
      await allHandled(bus, group)
      expect(two.events.length).toBe(before)
    })

    test("takes over a dead member's partitions, from what it had committed", async () => {
      const { bus, topic, group } = await openWithTopic(2)
      const doomed = spawn(process.execPath, [memberPath, ...harness.member, group, topic])
      const exited = new Promise((resolve) => doomed.once('exit', resolve))
      let printed = ''
      doomed.stdout.on('data', (text) => {
        printed += text
      })
      const events = Array.from({ length: 10 }, (_, index) => makeEvent(topic, `key ${index}`, String(index)))
      await bus.publisher().publish(events)
      await waitFor(() => printed !== '', { message: 'an event in the hands of the other process' })
      doomed.kill('SIGKILL')
      await exited
      const seen = recorder()
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      await waitFor(() => new Set(seen.events.map((event) => event.id)).size === 10, {
        timeoutMs: harness.takeOverMs,
        message: 'all events at the survivor',
      })
    })

    test('goes on after a restart with what was not committed', async () => {
      const { bus, topic, group } = await openWithTopic()
      const first = recorder()
      const consumer = bus.consume({ group, topics: [topic], handler: first.handler })
      await consumer.start()
      await bus.publisher().publish([makeEvent(topic, 'k', 'before')])
      await allHandled(bus, group)
      await waitFor(() => first.events.length === 1)
      await consumer.stop()
      await bus.publisher().publish([makeEvent(topic, 'k', 'meanwhile')])
      const second = recorder()
      const later = await open()
      await later.consume({ group, topics: [topic], handler: second.handler }).start()
      await waitFor(() => second.events.length > 0)
      expect(second.texts()).toEqual(['meanwhile'])
    })

    test('does not read ahead of a slow handler', async () => {
      const { bus, topic, group } = await openWithTopic(1)
      let running = 0
      let most = 0
      let largest = 0
      const handler: BatchHandler = async (batch) => {
        running += 1
        most = Math.max(most, running)
        largest = Math.max(largest, batch.length)
        await new Promise((resolve) => setTimeout(resolve, 20))
        running -= 1
      }
      await bus
        .publisher()
        .publish(Array.from({ length: 100 }, (_, index) => makeEvent(topic, 'k', String(index))))
      await bus.consume({ group, topics: [topic], handler, maxBatchCount: 10 }).start()
      await waitFor(async () => (await bus.lag(group)).length > 0 && allHandled(bus, group).then(() => true))
      expect(most).toBe(1)
      expect(largest).toBeLessThanOrEqual(10)
    })

    test('bounds a batch by bytes', async () => {
      const { bus, topic, group } = await openWithTopic(1)
      const sizes: number[] = []
      const handler: BatchHandler = async (batch) => {
        sizes.push(batch.reduce((sum, event) => sum + event.value.length, 0))
      }
      await bus
        .publisher()
        .publish(Array.from({ length: 12 }, () => makeEvent(topic, 'k', 'x'.repeat(40_000))))
      await bus.consume({ group, topics: [topic], handler, maxBatchBytes: 100_000 }).start()
      await waitFor(() => sizes.reduce((sum, size) => sum + size, 0) >= 480_000)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000)
    })

    test('tells how far a group is behind', async () => {
      const { bus, topic, group } = await openWithTopic()
      const seen = recorder({ rejectFirst: Number.POSITIVE_INFINITY })
      await bus.consume({ group, topics: [topic], handler: seen.handler }).start()
      await bus.publisher().publish([makeEvent(topic, 'a', '1'), makeEvent(topic, 'b', '2')])
      await waitFor(async () => (await bus.lag(group))[0]?.events === 2)
      expect(await bus.lag(group)).toEqual([{ topic, events: 2 }])
    })

    test('refuses topics that nobody has made, by name', async () => {
      const bus = await open()
      const consuming = bus
        .consume({ group: 'g', topics: ['contract.none'], handler: async () => undefined })
        .start()
      const publishing = bus.publisher().publish([makeEvent('contract.none', 'k', 'x')])
      const errors = await Promise.all(
        [consuming, publishing].map((done) => done.catch((error: unknown) => error)),
      )
      for (const error of errors) {
        expect(hasCode(error, 'NOT_FOUND')).toBe(true)
        expect(String(error)).toContain('contract.none')
      }
    })

    test('makes topics once, also when several processes do it', async () => {
      const [one, two] = [await open(), await open()]
      const specs = Array.from({ length: 5 }, () => ({
        name: `contract.${uuidv7()}`,
        partitions: 3,
        retentionMs: 1_000,
      }))
      await Promise.all([
        one.ensureTopics(specs),
        two.ensureTopics([...specs].reverse()),
        one.ensureTopics(specs),
      ])
      await two.publisher().publish(specs.map((spec) => makeEvent(spec.name, 'k', 'x')))
    })

    test('is healthy, and closes within the deadline with a handler that hangs', async () => {
      const { bus, topic, group } = await openWithTopic()
      expect(await bus.health()).toEqual({ healthy: true, reason: '' })
      const stuck = recorder({ hang: true })
      await bus.consume({ group, topics: [topic], handler: stuck.handler }).start()
      await bus.publisher().publish([makeEvent(topic, 'k', 'x')])
      await waitFor(() => stuck.events.length > 0)
      const startedMs = performance.now()
      await bus.close(500)
      expect(performance.now() - startedMs).toBeLessThan(3_000)
      expect(stuck.signals.every((signal) => signal.aborted)).toBe(true)
    })
  })
}

function makeEvent(topic: string, key: string, text: string): OutgoingEvent {
  return { topic, key, id: uuidv7(), type: 'contract.happened.v1', headers: {}, value: Buffer.from(text) }
}

interface RecorderOptions {
  readonly rejectFirst?: number
  readonly hang?: boolean
}

/** A handler that notes what it is given; rejects the first batches, or never ends, if told so. */
function recorder(options: RecorderOptions = {}) {
  const events: IncomingEvent[] = []
  const signals: AbortSignal[] = []
  let batches = 0
  const handler: BatchHandler = async (batch, context) => {
    events.push(...batch)
    signals.push(context.signal)
    batches += 1
    if (options.hang === true) await new Promise(() => undefined)
    if (batches <= (options.rejectFirst ?? 0)) throw new Error('rejected on purpose')
  }
  return { events, signals, handler, texts: () => events.map((event) => event.value.toString()) }
}

/** First occurrences of each key's numbers ascend; later ones are repeats. */
function expectOrderPerKey(events: readonly IncomingEvent[]): void {
  const highest = new Map<string, number>()
  const seen = new Set<string>()
  for (const event of events) {
    if (seen.has(event.id)) continue
    seen.add(event.id)
    const number = Number(event.value.toString())
    expect(number).toBeGreaterThan(highest.get(event.key) ?? -1)
    highest.set(event.key, number)
  }
}
