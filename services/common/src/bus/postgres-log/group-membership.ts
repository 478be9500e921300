import type pg from 'pg'
import { hintChannel, logSchema } from './log-schema.ts'
import { unknownTopics } from './publish-events.ts'
import { type Member, partitionKey, sharePartitions, type TopicPartition } from './share-partitions.ts'

/** A partition that this member owns, as long as its lease lasts. */
export interface Lease extends TopicPartition {
  readonly epoch: string
  /** Offset of the last event that the group has handled. */
  readonly committed: string
}

/** What a heartbeat found. */
export interface Beat {
  /** Keys of the partitions whose lease was renewed; what is not among them is lost. */
  readonly renewed: ReadonlySet<string>
  /** Keys of the partitions that this member should own. */
  readonly share: ReadonlySet<string>
  /** Those of the share that nobody holds. */
  readonly free: readonly TopicPartition[]
}

export interface MembershipInput {
  readonly pool: pg.Pool
  readonly group: string
  readonly member: string
  readonly topics: readonly string[]
  readonly leaseMs: number
}

interface BeatRow {
  members: Member[]
  renewed: { topic: string; partition: number }[]
  partitions: { topic: string; partition: number; taken: boolean }[]
}

/** Makes the group's rows for all partitions; new ones begin at the oldest event kept. */
export async function joinGroup(input: MembershipInput): Promise<void> {
  const known = await input.pool.query<{ name: string }>(
    `select name from ${logSchema}.topics where name = any($1)`,
    [input.topics],
  )
  const names = new Set(known.rows.map((row) => row.name))
  const missing = input.topics.filter((topic) => !names.has(topic))
  if (missing.length > 0) throw unknownTopics(missing)
  await input.pool.query(
    `insert into ${logSchema}.assignments (group_name, topic, partition, committed)
     select $1, p.topic, p.partition, coalesce(
       (select min(m.msg_offset) - 1 from ${logSchema}.messages m where m.topic = p.topic and m.partition = p.partition),
       p.last_offset)
     from ${logSchema}.partitions p where p.topic = any($2)
     on conflict do nothing`,
    [input.group, input.topics],
  )
}

/**
 * Renews this member and the leases that it knows of, and looks at the others. One statement. A lease whose answer got lost
 * on the way is not renewed, so it runs out and is taken anew.
 */
export async function beat(input: MembershipInput, held: readonly Lease[]): Promise<Beat> {
  const found = await input.pool.query<BeatRow>(
    `with self as (
       insert into ${logSchema}.members (group_name, member, topics, expires_at)
       values ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
       on conflict (group_name, member) do update set topics = excluded.topics, expires_at = excluded.expires_at
     ), gone as (
       delete from ${logSchema}.members where group_name = $1 and member <> $2
         and expires_at < clock_timestamp() - interval '1 minute'
     ), renewed as (
       update ${logSchema}.assignments a set expires_at = clock_timestamp() + $4 * interval '1 ms'
       from unnest($5::text[], $6::integer[], $7::bigint[]) as h (topic, partition, epoch)
       where a.group_name = $1 and a.owner = $2
         and a.topic = h.topic and a.partition = h.partition and a.epoch = h.epoch
       returning a.topic, a.partition
     )
     select
       (select coalesce(json_agg(json_build_object('member', member, 'topics', topics)), '[]') from ${logSchema}.members
        where group_name = $1 and member <> $2 and expires_at > clock_timestamp()) as members,
       (select coalesce(json_agg(json_build_object('topic', topic, 'partition', partition)), '[]') from renewed) as renewed,
       (select coalesce(json_agg(json_build_object('topic', topic, 'partition', partition,
          'taken', owner is not null and expires_at > clock_timestamp())), '[]')
        from ${logSchema}.assignments where group_name = $1 and topic = any($3)) as partitions`,
    [
      input.group,
      input.member,
      input.topics,
      input.leaseMs,
      held.map((lease) => lease.topic),
      held.map((lease) => lease.partition),
      held.map((lease) => lease.epoch),
    ],
  )
  const row = found.rows[0] ?? { members: [], renewed: [], partitions: [] }
  const members = [...row.members, { member: input.member, topics: input.topics }]
  const share = sharePartitions({ self: input.member, members, partitions: row.partitions })
  const renewed = new Set(row.renewed.map(partitionKey))
  const free = row.partitions.filter(
    (at) => !at.taken && share.has(partitionKey(at)) && !renewed.has(partitionKey(at)),
  )
  return { renewed, share, free }
}

/** Takes the leases that nobody holds; gives those that it got. */
export async function acquire(input: MembershipInput, wanted: readonly TopicPartition[]): Promise<Lease[]> {
  const taken = await input.pool.query<Lease>(
    `update ${logSchema}.assignments a
     set owner = $2, epoch = a.epoch + 1, expires_at = clock_timestamp() + $3 * interval '1 ms'
     from unnest($4::text[], $5::integer[]) as w (topic, partition)
     where a.group_name = $1 and a.topic = w.topic and a.partition = w.partition
       and (a.owner is null or a.expires_at < clock_timestamp())
     returning a.topic, a.partition, a.epoch, a.committed`,
    [
      input.group,
      input.member,
      input.leaseMs,
      wanted.map((at) => at.topic),
      wanted.map((at) => at.partition),
    ],
  )
  return taken.rows
}

/** Gives a lease back and tells the group, so that the next owner need not wait for its end. */
export async function release(input: MembershipInput, lease: Lease): Promise<void> {
  await input.pool.query(
    `update ${logSchema}.assignments set owner = null
     where group_name = $1 and topic = $2 and partition = $3 and owner = $4 and epoch = $5`,
    [input.group, lease.topic, lease.partition, input.member, lease.epoch],
  )
  await tellGroup(input)
}

/** Gives everything back and leaves. */
export async function leaveGroup(input: MembershipInput): Promise<void> {
  await input.pool.query(
    `with freed as (update ${logSchema}.assignments set owner = null where group_name = $1 and owner = $2)
     delete from ${logSchema}.members where group_name = $1 and member = $2`,
    [input.group, input.member],
  )
  await tellGroup(input)
}

/** Hints to the other members that shares have changed. */
export async function tellGroup(input: MembershipInput): Promise<void> {
  await input.pool.query('select pg_notify($1, $2)', [hintChannel, `group:${input.group}:${input.member}`])
}
