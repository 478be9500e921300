import { inboxMigrationSql } from '@chorus/common/src/inbox/inbox-schema.ts'
import { MUTATION_TABLES_SQL } from '@chorus/common/src/mutations/mutation-tables.ts'
import { outboxMigrationSql } from '@chorus/common/src/outbox/outbox-schema.ts'
import type { Migration } from '@chorus/common/src/postgres/migration.ts'
import { queueColumnsSql } from '@chorus/common/src/queue/queue-schema.ts'
import { BUCKETS } from './bucket-of.ts'

const contentTables = `
create table {schema}.datasets (
  id uuid primary key,
  project text not null,
  name text not null,
  version integer not null,
  kind text not null check (kind in ('UNLABELLED', 'LABELLED')),
  status text not null default 'OPEN' check (status in ('OPEN', 'SEALED')),
  question_count integer not null default 0,
  merged_count integer not null default 0,
  content_hash text,
  created_at timestamptz not null default clock_timestamp(),
  sealed_at timestamptz,
  unique (project, name, version)
);
create index datasets_newest on {schema}.datasets (project, created_at desc, id desc);

-- ordinal is the order of arrival, position the place that people see: they part when equal questions are merged.
create table {schema}.questions (
  dataset_id uuid not null references {schema}.datasets,
  ordinal integer not null,
  position integer not null,
  id uuid not null,
  hash text not null,
  text_hash text not null,
  text text not null,
  answer_type text not null,
  choices jsonb not null,
  gold_answer text,
  primary key (dataset_id, ordinal)
);
create index questions_position on {schema}.questions (dataset_id, position);
create index questions_id on {schema}.questions (id);
create index questions_hash on {schema}.questions (dataset_id, hash);
create index questions_text_hash on {schema}.questions (dataset_id, text_hash);

create table {schema}.prompt_sets (
  id uuid primary key,
  project text not null,
  name text not null,
  content jsonb not null,
  content_hash text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index prompt_sets_newest on {schema}.prompt_sets (project, created_at desc, id desc);

-- Limits stand here because they apply at once; what a run pins stands in endpoint_versions.
create table {schema}.endpoints (
  id uuid primary key,
  project text not null,
  name text not null,
  version integer not null,
  limits jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  archived_at timestamptz,
  unique (project, name)
);
create index endpoints_newest on {schema}.endpoints (project, created_at desc, id desc) where archived_at is null;

create table {schema}.endpoint_versions (
  endpoint_id uuid not null references {schema}.endpoints,
  version integer not null,
  base_url text not null,
  key_variable text,
  protocol text not null check (protocol in ('CHAT', 'COMPLETIONS')),
  models jsonb not null,
  seeded boolean not null,
  fine_tuning boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (endpoint_id, version)
);
`

const workTables = `
-- Money is exact: 15 digits after the point. reserved_* stands for calls in flight, spent_* for settled ones.
create table {schema}.runs (
  id uuid primary key,
  project text not null,
  actor text not null,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'BLOCKED', 'CANCELLED', 'ENDED')),
  reason text,
  lease_until timestamptz not null,
  max_cost_usd numeric,
  max_tokens numeric,
  iteration_id uuid,
  iteration integer not null default 0,
  reserved_usd numeric not null default 0,
  reserved_tokens numeric not null default 0,
  spent_usd numeric not null default 0,
  prompt_tokens numeric not null default 0,
  completion_tokens numeric not null default 0,
  trained_tokens numeric not null default 0,
  calls integer not null default 0,
  stopped_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
create index runs_stopping on {schema}.runs (id) where status in ('CANCELLED', 'ENDED') and stopped_at is null;

create table {schema}.sample_sets (
  id uuid primary key,
  project text not null,
  run_id uuid not null references {schema}.runs,
  iteration_id uuid not null,
  iteration integer not null,
  evaluation_id uuid,
  purpose text not null,
  bucket smallint not null,
  request jsonb not null,
  endpoint_id uuid not null,
  endpoint_version integer not null,
  dataset_id uuid not null,
  question_count integer not null,
  paths_per_question integer not null,
  closed_count integer not null default 0,
  path_count integer not null default 0,
  shortfall integer not null default 0,
  state text not null default 'SAMPLING' check (state in ('SAMPLING', 'CLOSING', 'SAMPLED', 'STOPPED')),
  paths_hash text,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
) with (fillfactor = 50);
create index sample_sets_run on {schema}.sample_sets (run_id, created_at);
create index sample_sets_iteration on {schema}.sample_sets (iteration_id);
create index sample_sets_open on {schema}.sample_sets (state, created_at) where state in ('SAMPLING', 'CLOSING');

create table {schema}.sampling_tasks (
  id bigint generated always as identity primary key,
  project text not null,
  sample_set_id uuid not null references {schema}.sample_sets,
  run_id uuid not null,
  endpoint_id uuid not null,
  question_id uuid not null,
  ${queueColumnsSql},
  stored integer not null default 0,
  shortfall integer not null default 0,
  shortfall_reason text,
  unique (sample_set_id, question_id)
) with (fillfactor = 70);
create index sampling_tasks_ready on {schema}.sampling_tasks (run_id, endpoint_id, id)
  where state in ('READY', 'LEASED');

-- Append-only. The id is a UUIDv5 of the primary key's content.
create table {schema}.paths (
  bucket smallint not null,
  sample_set_id uuid not null,
  question_id uuid not null,
  index integer not null,
  id uuid not null,
  call_id uuid not null,
  seed integer not null,
  tokens integer,
  finish_reason text not null,
  logprob real,
  project text not null,
  text text not null,
  primary key (bucket, sample_set_id, question_id, index)
) partition by list (bucket);
create index paths_id on {schema}.paths (id);

-- One row for each call of a model, and one for each settled fine-tuning job (task_id null).
create table {schema}.calls (
  id uuid primary key,
  project text not null,
  run_id uuid not null,
  sample_set_id uuid,
  task_id bigint,
  epoch bigint,
  endpoint_id uuid not null,
  endpoint_version integer not null,
  model text not null,
  state text not null check (state in ('RESERVED', 'SETTLED', 'RELEASED', 'UNKNOWN')),
  asked integer not null default 0,
  reserved_usd numeric not null default 0,
  reserved_tokens numeric not null default 0,
  cost_usd numeric not null default 0,
  prompt_tokens numeric not null default 0,
  completion_tokens numeric not null default 0,
  trained_tokens numeric not null default 0,
  estimated boolean not null default false,
  job_id text,
  failure text,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz
) with (fillfactor = 80);
create index calls_open on {schema}.calls (task_id) where state = 'RESERVED';
create unique index calls_job on {schema}.calls (run_id, job_id) where job_id is not null;
`

const partitions = Array.from(
  { length: BUCKETS },
  (_, bucket) =>
    `create table {schema}.paths_${bucket} partition of {schema}.paths for values in (${bucket});`,
).join('\n')

/** History of the schema `sampler`. */
export const migrations: readonly Migration[] = [
  {
    id: '0001-sampler',
    sql: [
      contentTables,
      workTables,
      partitions,
      MUTATION_TABLES_SQL,
      outboxMigrationSql,
      inboxMigrationSql,
    ].join('\n'),
  },
]
