/** SQL of the two tables that every service with mutations has; `{schema}` as in migrations. */
export const MUTATION_TABLES_SQL = `
create table {schema}.idempotency_keys (
  project text not null,
  mutation text not null,
  key text not null,
  request_hash text not null,
  result_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (project, mutation, key)
);
create index idempotency_keys_created_at on {schema}.idempotency_keys (created_at);
create table {schema}.audit (
  id uuid primary key,
  project text not null,
  actor text not null,
  mutation text not null,
  input_hash text not null,
  result text not null,
  at timestamptz not null default clock_timestamp()
);
create index audit_project_at on {schema}.audit (project, at);
`

/** How long an idempotency key is remembered, in days. */
export const IDEMPOTENCY_DAYS = 7
