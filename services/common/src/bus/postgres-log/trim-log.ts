import type pg from 'pg'
import { logSchema } from './log-schema.ts'

/**
 * Drops events that are older than their topic's retention and that every group has handled; up to 1,000 of each partition.
 * Gives how many. One process at a time; the others give 0.
 */
export async function trimLog(pool: pg.Pool): Promise<number> {
  const done = await pool.query(
    `with alone as materialized (select pg_try_advisory_xact_lock(hashtext('chorus-bus-trim')) as ok)
     delete from ${logSchema}.messages d using (
       select m.topic, m.partition, m.msg_offset
       from alone, ${logSchema}.partitions p
       join ${logSchema}.topics t on t.name = p.topic
       cross join lateral (
         select * from ${logSchema}.messages where topic = p.topic and partition = p.partition
         order by msg_offset limit 1000
       ) m
       where alone.ok and m.published_at < now() - t.retention_ms * interval '1 ms'
         and m.msg_offset <= coalesce((select min(a.committed) from ${logSchema}.assignments a
           where a.topic = p.topic and a.partition = p.partition), m.msg_offset)
     ) old where d.topic = old.topic and d.partition = old.partition and d.msg_offset = old.msg_offset`,
  )
  return done.rowCount ?? 0
}
