/**
 * SQL for a service's migration: the outbox with the columns of Debezium's outbox event router, so that Debezium can take the
 * relay's place, and the row by which one relay at a time leads. aggregatetype is the topic, aggregateid the key. payload is json,
 * not jsonb: it is published as it was written, so nobody has to parse it on the way.
 */
export const outboxMigrationSql = `
create table {schema}.outbox (
  seq bigint generated always as identity unique,
  id uuid primary key,
  aggregatetype varchar(255) not null,
  aggregateid varchar(255) not null,
  type varchar(255) not null,
  payload json not null,
  time timestamptz not null default clock_timestamp(),
  actor text not null,
  project text not null,
  traceparent text
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
-- Events are gone within moments: compressing them costs more than it saves.
alter table {schema}.outbox alter column payload set storage external;

create table {schema}.leaders (
  name text primary key,
  owner uuid,
  epoch bigint not null default 0,
  expires_at timestamptz not null default '-infinity'
) with (fillfactor = 50);
insert into {schema}.leaders (name) values ('outbox-relay');
`
