import type { EventBus } from '../bus/event-bus.ts'
import type { SubscriberMetrics } from '../inbox/subscriber-metrics.ts'
import type { Database } from '../postgres/database.ts'
import type { QueueMetrics } from '../queue/work-queue.ts'
import type { Sample } from './create-collector.ts'
import type { Metrics } from './create-metrics.ts'
import { METRICS } from './metric-names.ts'

/** What a service's subscriber and queues report to. */
export interface EventMetrics {
  readonly subscriber: SubscriberMetrics
  readonly queue: QueueMetrics
}

/** The metrics of a service with a database and a bus; what lies in tables and on the bus is read at each scrape. */
export function measureEvents(input: {
  readonly metrics: Metrics
  readonly db: Database
  readonly bus: EventBus
  /** Consumer group. */
  readonly group: string
}): EventMetrics {
  const { metrics, db, bus, group } = input
  const { outboxRows, outboxOldestSeconds, deadLetters, oldestWriteSeconds, xminAgeTransactions } = METRICS
  metrics.collect({
    name: 'outbox',
    gauges: [outboxRows, outboxOldestSeconds],
    read: () => readOutbox(db),
  })
  metrics.collect({ name: 'dead letters', gauges: [deadLetters], read: () => readDeadLetters(db) })
  metrics.collect({
    name: 'transactions',
    gauges: [oldestWriteSeconds, xminAgeTransactions],
    read: () => readTransactions(db),
  })
  metrics.collect({
    name: 'lag',
    gauges: [METRICS.consumerLag],
    read: async () =>
      (await bus.lag(group)).map(({ topic, events }) => ({
        name: METRICS.consumerLag.name,
        labels: { group, topic },
        value: events,
      })),
  })
  const seconds = metrics.histogram(METRICS.handlerSeconds)
  const handled = metrics.counter(METRICS.eventsHandled)
  const redeliveries = metrics.counter(METRICS.redeliveries)
  const leaseExpiries = metrics.counter(METRICS.leaseExpiries)
  return {
    subscriber: {
      handled: (call) => {
        seconds.observe({ type: call.type }, call.seconds)
        handled.inc({ type: call.type }, call.count)
      },
      repeated: (type) => redeliveries.inc({ type }),
    },
    queue: { leasesExpired: (table, count) => leaseExpiries.inc({ table }, count) },
  }
}

/** Counts no further than this, so that a scrape stays cheap while a broker is away. */
const maxCountedRows = 100_000

async function readOutbox(db: Database): Promise<Sample[]> {
  const { rows } = await db.query<{ count: string; seconds: number | null }>(
    `select (select count(*) from (select from ${db.schema}.outbox limit ${maxCountedRows}) o) as count,
       (select extract(epoch from clock_timestamp() - time)::float8
        from ${db.schema}.outbox order by seq limit 1) as seconds`,
  )
  const { count = '0', seconds = null } = rows[0] ?? {}
  return [
    { name: METRICS.outboxRows.name, value: Number(count) },
    { name: METRICS.outboxOldestSeconds.name, value: Math.max(0, seconds ?? 0) },
  ]
}

async function readDeadLetters(db: Database): Promise<Sample[]> {
  const { rows } = await db.query<{ topic: string; count: string }>(
    `select topic, count(*) as count from ${db.schema}.dead_letters group by topic`,
  )
  return rows.map(({ topic, count }) => ({
    name: METRICS.deadLetters.name,
    labels: { topic },
    value: Number(count),
  }))
}

async function readTransactions(db: Database): Promise<Sample[]> {
  const { rows } = await db.query<{ seconds: number | null; transactions: number | null }>(
    `select extract(epoch from clock_timestamp() - min(xact_start) filter (where backend_xid is not null))::float8
         as seconds,
       max(age(backend_xmin)) as transactions
     from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  const { seconds, transactions } = rows[0] ?? {}
  return [
    { name: METRICS.oldestWriteSeconds.name, value: Math.max(0, seconds ?? 0) },
    { name: METRICS.xminAgeTransactions.name, value: transactions ?? 0 },
  ]
}
