import type pg from 'pg'
import type { IncomingEvent } from '../event-bus.ts'
import type { Lease, MembershipInput } from './group-membership.ts'
import { logSchema } from './log-schema.ts'
import type { TopicPartition } from './share-partitions.ts'

/** A partition and the last offset read from it. */
export interface ReadPosition extends TopicPartition {
  readonly cursor: string
}

/** Which of the partitions hold events beyond the cursor. */
export async function findNews(pool: pg.Pool, positions: readonly ReadPosition[]): Promise<TopicPartition[]> {
  const found = await pool.query<TopicPartition>({
    name: 'bus-find-news',
    text: `select p.topic, p.partition from unnest($1::text[], $2::integer[], $3::bigint[]) as c (topic, partition, cursor)
      join ${logSchema}.partitions p on p.topic = c.topic and p.partition = c.partition
      where p.last_offset > c.cursor`,
    values: [
      positions.map((at) => at.topic),
      positions.map((at) => at.partition),
      positions.map((at) => at.cursor),
    ],
  })
  return found.rows
}

interface MessageRow {
  msg_offset: string
  key: string
  event_id: string
  type: string
  headers: Record<string, string>
  value: Buffer
}

/** The next events of a partition: at most so many, at most so many bytes, but one at least where there is one. */
export async function readBatch(
  pool: pg.Pool,
  from: ReadPosition,
  limits: { readonly maxCount: number; readonly maxBytes: number },
): Promise<IncomingEvent[]> {
  const found = await pool.query<MessageRow>({
    name: 'bus-read-batch',
    text: `select msg_offset, key, event_id, type, headers, value from (
        select m.*, row_number() over w as nth, sum(octet_length(value)) over w as bytes from (
          select * from ${logSchema}.messages where topic = $1 and partition = $2 and msg_offset > $3
          order by msg_offset limit $4
        ) m window w as (order by msg_offset)
      ) b where nth = 1 or bytes <= $5 order by msg_offset`,
    values: [from.topic, from.partition, from.cursor, limits.maxCount, limits.maxBytes],
  })
  return found.rows.map((row) => ({
    topic: from.topic,
    partition: from.partition,
    offset: row.msg_offset,
    key: row.key,
    id: row.event_id,
    type: row.type,
    headers: row.headers,
    value: row.value,
  }))
}

/** Notes that the group has handled all up to the offset; false when the lease belongs to another by now. */
export async function commitOffset(input: MembershipInput, lease: Lease, offset: string): Promise<boolean> {
  const done = await input.pool.query(
    `update ${logSchema}.assignments set committed = $6
     where group_name = $1 and topic = $2 and partition = $3 and owner = $4 and epoch = $5`,
    [input.group, lease.topic, lease.partition, input.member, lease.epoch, offset],
  )
  return done.rowCount === 1
}
