import { inboxMigrationSql } from '@chorus/common/src/inbox/inbox-schema.ts'
import { MUTATION_TABLES_SQL } from '@chorus/common/src/mutations/mutation-tables.ts'
import { outboxMigrationSql } from '@chorus/common/src/outbox/outbox-schema.ts'
import type { Migration } from '@chorus/common/src/postgres/migration.ts'
import { queueColumnsSql, queueIndexSql } from '@chorus/common/src/queue/queue-schema.ts'

/** Everything that the trainer owns, as it was first made. */
export const trainerTables: Migration = {
  id: '0001-trainer',
  sql: `
${outboxMigrationSql}
${inboxMigrationSql}
${MUTATION_TABLES_SQL}

create table {schema}.model_versions (
  id uuid primary key,
  project text not null,
  -- The run that made it; null for a model that was there before.
  run_id uuid,
  iteration_id uuid,
  name text,
  status text not null,
  parent_id uuid references {schema}.model_versions,
  endpoint_id uuid not null,
  -- Name of the root of its lineage, which stands in the endpoint's list.
  listed_model text not null,
  model_key text not null,
  training_set_id uuid,
  created_at timestamptz not null default clock_timestamp()
);
create unique index model_versions_base on {schema}.model_versions (project, endpoint_id, name) where status = 'BASE';
create index model_versions_page on {schema}.model_versions (project, id desc);

create table {schema}.runs (
  id uuid primary key,
  project text not null,
  actor text not null,
  name text not null,
  status text not null,
  status_reason text,
  config jsonb not null,
  config_hash text not null,
  base_model_version_id uuid not null references {schema}.model_versions,
  current_model_version_id uuid not null references {schema}.model_versions,
  -- Number of the last line of its log; the row's lock makes the numbers gap-free.
  last_sequence integer not null default 0,
  content_hash text,
  is_sampler_busy boolean not null default false,
  lease_renewed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz
);
create index runs_page on {schema}.runs (project, id desc);
create index runs_active on {schema}.runs (lease_renewed_at) where status = 'RUNNING';

create table {schema}.run_events (
  run_id uuid not null references {schema}.runs,
  sequence integer not null,
  type text not null,
  iteration integer,
  at timestamptz not null default clock_timestamp(),
  message text not null,
  details jsonb,
  primary key (run_id, sequence)
);

create table {schema}.iterations (
  id uuid primary key,
  run_id uuid not null references {schema}.runs,
  number integer not null,
  status text not null,
  status_reason text,
  -- Null for number 0, which measures the starting model.
  sample_set_id uuid,
  questions_planned integer not null,
  parent_model_version_id uuid not null references {schema}.model_versions,
  model_version_id uuid references {schema}.model_versions,
  votes_held integer not null default 0,
  -- As iteration-voted says; null until it has come.
  announced_vote_count integer,
  announced_kept_path_count integer,
  announced_vote_ids_hash text,
  training_set_id uuid,
  gate jsonb,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  unique (run_id, number)
);
create index iterations_model_version on {schema}.iterations (model_version_id);

create table {schema}.sample_sets (
  id uuid primary key,
  run_id uuid not null references {schema}.runs,
  iteration_id uuid not null references {schema}.iterations,
  key text not null,
  -- Null until the sampler has told that all its paths are there.
  paths_hash text,
  path_count integer,
  shortfall integer
);
create index sample_sets_run on {schema}.sample_sets (run_id);

create table {schema}.votes (
  sample_set_id uuid not null,
  question_id uuid not null,
  vote_id uuid not null,
  version integer not null,
  run_id uuid not null,
  iteration_id uuid not null,
  question_hash text not null,
  outcome text not null,
  decided_by text not null,
  winner text,
  winner_count integer not null,
  path_count integer not null,
  agreement double precision not null,
  primary key (sample_set_id, question_id)
);
create index votes_iteration on {schema}.votes (iteration_id);
create unique index votes_id on {schema}.votes (vote_id);

create table {schema}.kept_questions (
  vote_id uuid primary key,
  iteration_id uuid not null,
  question jsonb not null,
  answer_text text not null
);

create table {schema}.kept_paths (
  path_id uuid not null,
  vote_id uuid not null,
  iteration_id uuid not null,
  index integer not null,
  -- Null when it was too large to travel; it is read from the sampler's subgraph when it is needed.
  text text,
  answer_ends_at integer not null,
  finish_reason text not null,
  has_conflicting_answers boolean not null,
  primary key (vote_id, path_id)
);
create index kept_paths_iteration on {schema}.kept_paths (iteration_id);

create table {schema}.training_sets (
  id uuid primary key,
  run_id uuid not null references {schema}.runs,
  iteration_id uuid not null references {schema}.iterations,
  content_hash text not null,
  example_count integer not null,
  counts_by_format jsonb not null,
  excluded jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);

create table {schema}.training_examples (
  training_set_id uuid not null references {schema}.training_sets,
  position integer not null,
  format text not null,
  question_id uuid not null,
  vote_id uuid not null,
  path_id uuid not null,
  primary key (training_set_id, position)
);

create table {schema}.training_jobs (
  id uuid primary key,
  run_id uuid not null references {schema}.runs,
  iteration_id uuid not null references {schema}.iterations,
  model_version_id uuid not null references {schema}.model_versions,
  attempt integer not null,
  suffix text not null unique,
  base_model text not null,
  -- OPEN, SUCCEEDED, FAILED or CANCELLED.
  state text not null,
  -- The endpoint's own word.
  status text not null,
  file_id text,
  job_id text,
  trained_tokens bigint,
  steps_planned integer not null,
  told_step integer not null default 0,
  is_transient boolean not null default false,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  unique (iteration_id, attempt)
);
create index training_jobs_model_version on {schema}.training_jobs (model_version_id);

create table {schema}.loss_points (
  job_id uuid not null references {schema}.training_jobs,
  step integer not null,
  loss double precision not null,
  primary key (job_id, step)
);

create table {schema}.evaluations (
  id uuid primary key,
  run_id uuid not null references {schema}.runs,
  iteration_id uuid not null references {schema}.iterations,
  model_version_id uuid not null references {schema}.model_versions,
  dataset_id uuid not null,
  dataset_hash text not null,
  dataset_name text not null,
  use text not null,
  method text not null,
  sample_set_id uuid not null,
  -- Null until it was scored, like all that follow.
  scored_at timestamptz,
  n integer,
  correct integer,
  ties integer,
  unparsable integer,
  mean_agreement double precision,
  outcomes text,
  requested_at timestamptz not null default clock_timestamp(),
  unique (iteration_id, dataset_id, method)
);
create index evaluations_model_version on {schema}.evaluations (model_version_id);
create index evaluations_run on {schema}.evaluations (run_id);

create table {schema}.run_work (
  id uuid primary key,
  run_id uuid not null references {schema}.runs,
  -- START, BUILD_TRAINING_SET or TRAIN.
  kind text not null,
  iteration_id uuid,
  job_id uuid,
  ${queueColumnsSql}
);
${queueIndexSql('{schema}.run_work')}
create index run_work_run on {schema}.run_work (run_id, kind);
`,
}
