import pg from 'pg'
import { messageOf } from '../../errors/chorus-error.ts'
import type { Logger } from '../../log/create-logger.ts'
import { CalmClient } from '../../postgres/calm-client.ts'
import { migrate } from '../../postgres/migrate.ts'
import { waitForServer } from '../../postgres/wait-for-server.ts'
import type { BusHealth, EventBus, EventConsumer, TopicLag, TopicSpec } from '../event-bus.ts'
import { createHintListener } from './hint-listener.ts'
import { LogConsumer } from './log-consumer.ts'
import { logMigrations, logSchema } from './log-schema.ts'
import { createLogPublisher } from './publish-events.ts'
import { trimLog } from './trim-log.ts'

export interface PostgresBusOptions {
  readonly url: string
  /** Shown in pg_stat_activity. Default chorus-bus. */
  readonly applicationName?: string
  /** A dead member's partitions are taken over after so long. Default 3_000 ms. */
  readonly leaseMs?: number
  /** How often to look for news without a hint. Default 500 ms. */
  readonly pollMs?: number
  /** Connections beside the listening one. Default 4. */
  readonly poolSize?: number
  readonly log: Logger
}

const trimEveryMs = 60_000

/** The event bus as a log in Postgres: schema `bus`, one pool and one listening connection for each process. */
export function createPostgresBus(options: PostgresBusOptions): EventBus {
  const { url, log } = options
  const applicationName = options.applicationName ?? 'chorus-bus'
  const pool = new pg.Pool({
    Client: CalmClient,
    connectionString: url,
    application_name: applicationName,
    max: options.poolSize ?? 4,
    statement_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // Without a listener an idle connection that dies takes the process with it.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection of the bus was lost'))
  const hints = createHintListener({ url, applicationName: `${applicationName}-listen`, log })
  const consumers: EventConsumer[] = []
  const publisher = createLogPublisher(pool)
  let trimmer: NodeJS.Timeout | undefined
  let closed: Promise<void> | undefined

  const close = async (deadlineMs: number) => {
    clearInterval(trimmer)
    await Promise.all(consumers.map((consumer) => consumer.stop(deadlineMs)))
    await hints.stop()
    await pool.end()
  }
  return {
    start: async () => {
      await waitForServer(url, 30_000)
      await migrate({ url, schema: logSchema, migrations: logMigrations })
      await hints.start()
      const trim = () => trimLog(pool).catch((error) => log.warn({ err: error }, 'trimming the log failed'))
      trimmer = setInterval(() => void trim(), trimEveryMs).unref()
    },
    publisher: () => publisher,
    consume: (consumeOptions) => {
      const { leaseMs = 3_000, pollMs = 500 } = options
      const consumer = new LogConsumer({ pool, hints, options: consumeOptions, leaseMs, pollMs, log })
      consumers.push(consumer)
      return consumer
    },
    ensureTopics: (topics) => ensureTopics(pool, topics),
    lag: (group) => readLag(pool, group),
    health: () => checkHealth(pool),
    close: (deadlineMs = 5_000) => {
      closed ??= close(deadlineMs)
      return closed
    },
  }
}

async function ensureTopics(pool: pg.Pool, topics: readonly TopicSpec[]): Promise<void> {
  // Sorted, so that processes that do it at once never deadlock.
  const sorted = [...topics].sort((a, b) => (a.name < b.name ? -1 : 1))
  await pool.query(
    `insert into ${logSchema}.topics (name, partitions, retention_ms)
     select * from unnest($1::text[], $2::integer[], $3::bigint[]) on conflict (name) do nothing`,
    [
      sorted.map((topic) => topic.name),
      sorted.map((topic) => topic.partitions),
      sorted.map((topic) => topic.retentionMs),
    ],
  )
  await pool.query(
    `insert into ${logSchema}.partitions (topic, partition)
     select name, generate_series(0, partitions - 1) from ${logSchema}.topics where name = any($1)
     order by 1, 2 on conflict do nothing`,
    [sorted.map((topic) => topic.name)],
  )
}

async function readLag(pool: pg.Pool, group: string): Promise<readonly TopicLag[]> {
  const found = await pool.query<{ topic: string; events: string }>(
    `select p.topic, sum(p.last_offset - a.committed) as events
     from ${logSchema}.assignments a join ${logSchema}.partitions p on p.topic = a.topic and p.partition = a.partition
     where a.group_name = $1 group by p.topic order by p.topic`,
    [group],
  )
  return found.rows.map((row) => ({ topic: row.topic, events: Number(row.events) }))
}

async function checkHealth(pool: pg.Pool): Promise<BusHealth> {
  try {
    await pool.query('select 1')
    return { healthy: true, reason: '' }
  } catch (error) {
    return { healthy: false, reason: `The event log in Postgres does not answer: ${messageOf(error)}` }
  }
}
