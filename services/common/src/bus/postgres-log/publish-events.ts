import type pg from 'pg'
import { ChorusError, problem } from '../../errors/chorus-error.ts'
import { encodeBytes } from '../../postgres/encode-array.ts'
import { codeOf } from '../../postgres/sql-errors.ts'
import type { EventPublisher, OutgoingEvent } from '../event-bus.ts'
import { unavailable } from './bus-unavailable.ts'
import { logSchema, unknownTopicState } from './log-schema.ts'
import { partitionOf } from './partition-of.ts'

/** Publishes to the log: one statement for each batch. */
export function createLogPublisher(pool: pg.Pool): EventPublisher {
  // The number of partitions of a topic never changes.
  const partitionCounts = new Map<string, number>()

  const countPartitions = async (topics: readonly string[]) => {
    const missing = topics.filter((topic) => !partitionCounts.has(topic))
    if (missing.length === 0) return
    const found = await pool.query<{ name: string; partitions: number }>(
      `select name, partitions from ${logSchema}.topics where name = any($1)`,
      [missing],
    )
    for (const row of found.rows) partitionCounts.set(row.name, row.partitions)
    const unknown = missing.filter((topic) => !partitionCounts.has(topic))
    if (unknown.length > 0) throw unknownTopics(unknown)
  }

  return {
    publish: async (batch) => {
      if (batch.length === 0) return
      const topics = [...new Set(batch.map((event) => event.topic))]
      try {
        await countPartitions(topics)
        await insert(pool, batch, partitionCounts)
      } catch (error) {
        if (codeOf(error) === unknownTopicState) throw unknownTopics(topics)
        throw unavailable(error)
      }
    },
  }
}

async function insert(
  pool: pg.Pool,
  batch: readonly OutgoingEvent[],
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  await pool.query(`select ${logSchema}.publish($1, $2, $3, $4, $5, $6::jsonb[], $7)`, [
    batch.map((event) => event.topic),
    batch.map((event) => partitionOf(event.key, counts.get(event.topic) ?? 1)),
    batch.map((event) => event.key),
    batch.map((event) => event.id),
    batch.map((event) => event.type),
    batch.map((event) => JSON.stringify(event.headers)),
    encodeBytes(batch.map((event) => event.value)),
  ])
}

/** The error for topics that nobody has made. */
export function unknownTopics(topics: readonly string[]): ChorusError {
  return new ChorusError({
    code: 'NOT_FOUND',
    message: problem({
      expected: 'topics that exist',
      found: `no ${topics.join(', ')}`,
      fix: 'Call ensureTopics with them at start',
    }),
    details: { topics },
  })
}
