import type { EventBus } from '../bus/event-bus.ts'
import { messageOf } from '../errors/chorus-error.ts'
import { delay } from '../ids/clock.ts'
import { uuidv7 } from '../ids/uuid.ts'
import type { Logger } from '../log/create-logger.ts'
import type { Database } from '../postgres/database.ts'
import { outboxChannel } from './append-events.ts'
import { type OutboxRow, toCloudEvent } from './cloud-event.ts'
import { lead, stepDown } from './lead.ts'

export interface RelayOptions {
  readonly db: Database
  readonly bus: EventBus
  /** Name of the service: ce_source. */
  readonly source: string
  readonly log: Logger
  /** How often to look when no transaction of this process wakes it. Default 100 ms. */
  readonly pollMs?: number
  /** A dead leader is replaced after so long. Default 3_000 ms. */
  readonly leaseMs?: number
  /** Most rows published at once. Default 500. */
  readonly maxCount?: number
  /** Most bytes of payloads published at once. Default 4 MiB. */
  readonly maxBytes?: number
}

/** Publishes a schema's outbox; of several relays one leads. */
export interface Relay {
  start(): Promise<void>
  /** Publishes what is there, as long as that takes no longer than the deadline (default 2_000 ms), and steps down. */
  stop(deadlineMs?: number): Promise<void>
}

const relayName = 'outbox-relay'

/**
 * Reads the outbox in the order of seq, publishes, then deletes: at-least-once. A leader that was frozen and wakes up may publish
 * its last batch a second time, never a first time after its successor: order per key holds for first occurrences.
 */
export function createRelay(options: RelayOptions): Relay {
  const { db, log } = options
  const leaseMs = options.leaseMs ?? 3_000
  const pollMs = options.pollMs ?? 100
  const owner = uuidv7()
  const stopping = new AbortController()
  let nap = new AbortController()
  let awake = false
  let loop: Promise<void> = Promise.resolve()
  let unsubscribe: () => void = () => undefined
  let leadsUntilMs = 0

  const wake = () => {
    awake = true
    nap.abort()
  }
  const sleep = async (ms: number) => {
    if (!awake) await delay(ms, nap.signal)
    nap = new AbortController()
    awake = false
  }
  const leads = async () => {
    const nowMs = performance.now()
    if (nowMs < leadsUntilMs - (leaseMs * 2) / 3) return true
    leadsUntilMs = (await lead({ db, name: relayName, owner, leaseMs })) ? nowMs + leaseMs : 0
    return leadsUntilMs > 0
  }
  const publishAll = async () => {
    while ((await leads()) && (await publishBatch(options)) > 0);
    return leadsUntilMs > 0
  }
  const run = async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        const leading = await publishAll()
        failures = 0
        await sleep(leading ? pollMs : leaseMs / 3)
      } catch (error) {
        failures += 1
        log.warn({ err: error, failures }, `the outbox waits: ${messageOf(error)}`)
        await delay(Math.min(100 * 2 ** failures, 2_000), stopping.signal)
      }
    }
  }
  const finish = async () => {
    await loop
    await publishAll()
    await stepDown({ db, name: relayName, owner })
  }
  return {
    start: async () => {
      unsubscribe = db.onWake(outboxChannel, wake)
      loop = run()
    },
    stop: async (deadlineMs = 2_000) => {
      stopping.abort()
      wake()
      unsubscribe()
      const finished = finish().catch((error: unknown) =>
        log.warn({ err: error }, `the outbox was left to the next relay: ${messageOf(error)}`),
      )
      const deadline = new AbortController()
      await Promise.race([finished, delay(deadlineMs, deadline.signal)])
      deadline.abort()
    },
  }
}

async function publishBatch(options: RelayOptions): Promise<number> {
  const { db, bus, source } = options
  const found = await db.query<OutboxRow>(
    // The size of a payload is known without reading it, so that only those are read that are published.
    `select seq, id, aggregatetype, aggregateid, type, payload::text as payload, time, actor, project, traceparent from (
       select b.*, row_number() over w as nth, sum(octet_length(payload::text)) over w as size from (
         select * from ${db.schema}.outbox order by seq limit $1
       ) b window w as (order by seq)
     ) r where nth = 1 or size <= $2 order by seq`,
    [options.maxCount ?? 500, options.maxBytes ?? 4 * 1024 * 1024],
  )
  if (found.rows.length === 0) return 0
  await bus.publisher().publish(found.rows.map((row) => toCloudEvent(row, source)))
  await db.query(`delete from ${db.schema}.outbox where seq = any($1::bigint[])`, [
    found.rows.map((row) => row.seq),
  ])
  return found.rows.length
}
