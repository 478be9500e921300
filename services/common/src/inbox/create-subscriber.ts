import type { BatchHandler, EventBus, IncomingEvent } from '../bus/event-bus.ts'
import { ChorusError, messageOf } from '../errors/chorus-error.ts'
import { delay } from '../ids/clock.ts'
import type { Logger } from '../log/create-logger.ts'
import { readJson, readMeta, undecodable } from '../outbox/cloud-event.ts'
import type { EventMeta } from '../outbox/event-envelope.ts'
import type { Database, Transaction } from '../postgres/database.ts'
import { isTransient } from '../postgres/sql-errors.ts'
import { deadLetterTopic, writeDeadLetter } from './dead-letters.ts'
import type { EventHandler, HandlerInput } from './event-handler.ts'
import { handleEachOnce } from './handle-once.ts'
import type { StuckWatch } from './stuck-watch.ts'
import type { SubscriberMetrics } from './subscriber-metrics.ts'

export interface SubscriberOptions {
  readonly db: Database
  readonly bus: EventBus
  /** Consumer group and inbox consumer: the service's name, or one for each independent purpose. */
  readonly group: string
  /** At most one for each type of event. Their topics are those read. */
  readonly handlers: readonly EventHandler[]
  readonly log: Logger
  /** Pauses between tries of a failing handler, one fewer than tries. Default 100 and 400 ms: three tries. */
  readonly retryDelaysMs?: readonly number[]
  /** Most events in one transaction. Default 100. */
  readonly maxBatchCount?: number
  readonly metrics?: SubscriberMetrics
  /** Told of every batch. */
  readonly watch?: StuckWatch
}

/** Reads events and gives them to typed handlers. */
export interface Subscriber {
  /** Makes the dead-letter topics and joins the group; the topics themselves must exist. */
  start(): Promise<void>
  stop(deadlineMs?: number): Promise<void>
}

/** Longer than any topic keeps its events, so that no repeat finds its mark gone. */
const inboxDays = 30
const trimEveryMs = 3_600_000

/** An event that a handler waits for, decoded. */
interface Decoded {
  readonly incoming: IncomingEvent
  readonly meta: EventMeta
  readonly data: unknown
  readonly handler: EventHandler
}

/**
 * Each event's effect happens once: the handler's writes and the inbox row commit together. A batch is one transaction; when
 * it fails, its events are tried one by one. Unknown types are passed over. What cannot be decoded or keeps failing goes to the
 * dead letters and blocks nothing; while the database or the bus is down the batch is given back to the bus and comes again.
 */
export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { bus, handlers, group } = options
  const topics = [...new Set(handlers.map((handler) => handler.event.topic))]
  const byType = new Map(handlers.map((handler) => [handler.event.type, handler]))
  const handleBatch: BatchHandler = async (batch, { signal }) => {
    const decoded: Decoded[] = []
    for (const incoming of batch) {
      const item = await decodeOrBury(options, byType, incoming)
      if (item !== undefined) decoded.push(item)
    }
    if (decoded.length === 0 || (await tryTogether(options, decoded))) return
    for (const item of decoded) {
      if (signal.aborted)
        throw new ChorusError({ code: 'UNAVAILABLE', message: 'The consumer stops.', retryable: true })
      await handleAlone(options, item, signal)
    }
  }
  const consumer = bus.consume({
    group,
    topics,
    handler: options.watch?.around(handleBatch) ?? handleBatch,
    maxBatchCount: options.maxBatchCount ?? 100,
  })
  let trimmer: NodeJS.Timeout | undefined
  return {
    start: async () => {
      await bus.ensureTopics(topics.map(deadLetterTopic))
      await consumer.start()
      trimmer = setInterval(() => void trimInbox(options), trimEveryMs).unref()
    },
    stop: (deadlineMs) => {
      clearInterval(trimmer)
      return consumer.stop(deadlineMs)
    },
  }
}

async function trimInbox({ db, group, log }: SubscriberOptions): Promise<void> {
  const old = `delete from ${db.schema}.inbox where consumer = $1 and handled_at < now() - interval '${inboxDays} days'`
  await db
    .query(old, [group])
    .catch((error: unknown) => log.warn({ err: error }, 'trimming the inbox failed'))
}

async function decodeOrBury(
  options: SubscriberOptions,
  byType: ReadonlyMap<string, EventHandler>,
  incoming: IncomingEvent,
): Promise<Decoded | undefined> {
  const handler = byType.get(incoming.type)
  if (handler === undefined) return undefined
  try {
    const meta = readMeta(incoming)
    const parsed = handler.event.data.safeParse(readJson(incoming))
    if (!parsed.success) throw undecodable(`data of ${incoming.type}`, parsed.error.message)
    return { incoming, meta, data: parsed.data, handler }
  } catch (error) {
    await bury(options, incoming, error, 1)
    return undefined
  }
}

/** False when the batch failed for a reason of its own, so that its events have to be tried alone. */
async function tryTogether(options: SubscriberOptions, items: readonly Decoded[]): Promise<boolean> {
  try {
    await handleInTransaction(options, items)
    return true
  } catch (error) {
    if (isTransient(error)) throw error
    return false
  }
}

async function handleAlone(options: SubscriberOptions, item: Decoded, signal: AbortSignal): Promise<void> {
  const delaysMs = options.retryDelaysMs ?? [100, 400]
  for (let attempt = 1; ; attempt++) {
    try {
      await handleInTransaction(options, [item])
      return
    } catch (error) {
      if (isTransient(error)) throw error
      const pauseMs = error instanceof ChorusError ? undefined : delaysMs[attempt - 1]
      if (pauseMs === undefined) return bury(options, item.incoming, error, attempt)
      await delay(pauseMs, signal)
    }
  }
}

/** The inbox makes a repeat harmless, so the transaction may be repeated when its end is unknown. */
async function handleInTransaction(options: SubscriberOptions, items: readonly Decoded[]): Promise<void> {
  const work = await options.db.transaction((tx) => handleItems(tx, options.group, items), {
    idempotent: true,
  })
  for (const call of work.calls) options.metrics?.handled(call)
  for (const type of work.repeats) options.metrics?.repeated(type)
}

/** What a transaction did, to be told once it has committed. */
interface Work {
  readonly calls: Parameters<SubscriberMetrics['handled']>[0][]
  /** Types of events that the inbox passed over. */
  readonly repeats: readonly string[]
}

async function handleItems(tx: Transaction, consumer: string, items: readonly Decoded[]): Promise<Work> {
  const ids = items.map((item) => item.meta.id)
  const fresh = await handleEachOnce(tx, consumer, ids)
  // Deleted once used: the same event twice in one batch is handled once.
  const due = items.filter((item) => fresh.delete(item.meta.id))
  const calls: Work['calls'] = []
  for (const run of runsOfOneHandler(due)) {
    const inputs = run.items.map((item) => ({ data: item.data, event: item.meta, tx }))
    for (const batch of run.handler.handleBatch ? [inputs] : inputs.map((input) => [input])) {
      const startedAtMs = performance.now()
      await callHandler(run.handler, batch)
      const seconds = (performance.now() - startedAtMs) / 1_000
      calls.push({ type: run.handler.event.type, count: batch.length, seconds })
    }
  }
  const handled = new Set(due)
  const repeats = items.filter((item) => !handled.has(item)).map((item) => item.handler.event.type)
  return { calls, repeats }
}

async function callHandler(handler: EventHandler, inputs: readonly HandlerInput<unknown>[]): Promise<void> {
  if (handler.handleBatch) return handler.handleBatch(inputs)
  for (const input of inputs) await handler.handle(input)
}

/** Neighbours with the same handler, in order. */
function runsOfOneHandler(items: readonly Decoded[]): { handler: EventHandler; items: Decoded[] }[] {
  const runs: { handler: EventHandler; items: Decoded[] }[] = []
  for (const item of items) {
    const last = runs.at(-1)
    if (last?.handler === item.handler) last.items.push(item)
    else runs.push({ handler: item.handler, items: [item] })
  }
  return runs
}

async function bury(
  options: SubscriberOptions,
  event: IncomingEvent,
  error: unknown,
  attempts: number,
): Promise<void> {
  const { db, bus, group, log } = options
  const { topic, partition, offset, id, type } = event
  const where = { topic, partition, offset, eventId: id, type, attempts }
  log.error({ err: error, ...where }, `an event goes to the dead letters: ${messageOf(error)}`)
  await writeDeadLetter(db, bus, { consumer: group, event, reason: messageOf(error), attempts })
}
