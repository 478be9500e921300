import type { Migration } from '../../postgres/migration.ts'

/** Schema of the log. Services reach it through the bus alone. */
export const logSchema = 'bus'

/** Channel of hints: a payload is a topic with news, or `group:<group>:<member>` after a change of members. */
export const hintChannel = 'chorus_bus'

/** SQLSTATE of publish for a topic that does not exist. */
export const unknownTopicState = 'CB404'

const tables = `
create table {schema}.topics (
  name text primary key,
  partitions integer not null check (partitions > 0),
  retention_ms bigint not null check (retention_ms >= 0)
);

create table {schema}.partitions (
  topic text not null references {schema}.topics (name),
  partition integer not null,
  last_offset bigint not null default 0,
  primary key (topic, partition)
) with (fillfactor = 50);

create table {schema}.messages (
  topic text not null,
  partition integer not null,
  msg_offset bigint not null,
  key text not null,
  event_id text not null,
  type text not null,
  headers jsonb not null,
  value bytea not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (topic, partition, msg_offset)
);

create table {schema}.members (
  group_name text not null,
  member uuid not null,
  topics text[] not null,
  expires_at timestamptz not null,
  primary key (group_name, member)
) with (fillfactor = 50);

create table {schema}.assignments (
  group_name text not null,
  topic text not null,
  partition integer not null,
  committed bigint not null,
  owner uuid,
  epoch bigint not null default 0,
  expires_at timestamptz not null default '-infinity',
  primary key (group_name, topic, partition)
) with (fillfactor = 50);`

/**
 * One round trip, one transaction. The partition rows are locked in one order, so publishers never deadlock; offsets are given
 * under the lock, so they become visible in order and without gaps.
 */
const publish = `
create function {schema}.publish(
  topics text[], partitions integer[], keys text[], ids text[], types text[], headers jsonb[], vals bytea[]
) returns void language plpgsql as $$
declare
  wanted integer;
  locked integer;
begin
  select count(*) into wanted from (select distinct t, p from unnest(topics, partitions) as u (t, p)) d;
  select count(*) into locked from (
    select 1 from {schema}.partitions q
    where (q.topic, q.partition) in (select t, p from unnest(topics, partitions) as u (t, p))
    order by q.topic, q.partition for update
  ) l;
  if locked < wanted then
    raise exception 'a topic does not exist' using errcode = '${unknownTopicState}';
  end if;
  with numbered as (
    select u.*, row_number() over (partition by t, p order by n) as nth
    from unnest(topics, partitions, keys, ids, types, headers, vals) with ordinality as u (t, p, k, i, y, h, v, n)
  ), inserted as (
    insert into {schema}.messages (topic, partition, msg_offset, key, event_id, type, headers, value)
    select t, p, q.last_offset + nth, k, i, y, h, v
    from numbered join {schema}.partitions q on q.topic = t and q.partition = p
  )
  update {schema}.partitions q set last_offset = q.last_offset + c.events
  from (select t, p, count(*) as events from numbered group by t, p) c
  where q.topic = c.t and q.partition = c.p;
  perform pg_notify('${hintChannel}', t) from (select distinct t from unnest(topics) as u (t)) d;
end
$$;`

export const logMigrations: readonly Migration[] = [{ id: '0001-log', sql: tables + publish }]
