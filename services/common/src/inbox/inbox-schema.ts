/** SQL for a service's migration: which events were handled, and those that could not be. */
export const inboxMigrationSql = `
create table {schema}.inbox (
  consumer text not null,
  event_id text not null,
  handled_at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);
create index inbox_handled_at on {schema}.inbox using brin (handled_at);

create table {schema}.dead_letters (
  consumer text not null,
  topic text not null,
  partition integer not null,
  msg_offset bigint not null,
  event_id text not null,
  type text not null,
  key text not null,
  headers jsonb not null,
  value bytea not null,
  reason text not null,
  attempts integer not null,
  at timestamptz not null default clock_timestamp(),
  primary key (consumer, topic, partition, msg_offset)
);
`
