import { inboxMigrationSql } from '@chorus/common/src/inbox/inbox-schema.ts'
import { outboxMigrationSql } from '@chorus/common/src/outbox/outbox-schema.ts'
import type { Migration } from '@chorus/common/src/postgres/migration.ts'
import { queueColumnsSql, queueIndexSql } from '@chorus/common/src/queue/queue-schema.ts'

const voting = `
create table {schema}.sample_sets (
  id uuid primary key,
  project text not null,
  run_id uuid not null,
  iteration_id uuid not null,
  iteration integer not null,
  arm text not null,
  method text not null,
  evaluation_id uuid,
  question_count integer not null,
  policy jsonb not null,
  decided_count integer not null default 0 check (decided_count <= question_count),
  created_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz
);
create index sample_sets_run on {schema}.sample_sets (project, run_id, iteration);
create index sample_sets_iteration on {schema}.sample_sets (project, iteration_id);

create table {schema}.questions (
  sample_set_id uuid not null,
  question_id uuid not null,
  project text not null,
  question_hash text not null,
  position integer not null,
  answer_type text not null,
  choices jsonb not null,
  -- Paths that make the question complete; null until its round is closed.
  path_count integer,
  decided_at timestamptz,
  primary key (sample_set_id, question_id)
);

create table {schema}.answers (
  path_id uuid primary key,
  project text not null,
  sample_set_id uuid not null,
  question_id uuid not null,
  path_index integer not null,
  state text not null check (state in ('PARSED', 'UNPARSABLE', 'CONFLICTING')),
  text text,
  normal_form text,
  ends_at integer not null,
  unique (sample_set_id, question_id, path_index)
);

-- Paths of questions that cannot be decided yet; gone as soon as they are. A null text is still to be read from the sampler.
create table {schema}.held_paths (
  path_id uuid primary key,
  project text not null,
  sample_set_id uuid not null,
  question_id uuid not null,
  path_index integer not null,
  text text,
  finish_reason text not null,
  unique (sample_set_id, question_id, path_index)
);

create table {schema}.votes (
  id uuid primary key,
  project text not null,
  run_id uuid not null,
  iteration_id uuid not null,
  sample_set_id uuid not null,
  question_id uuid not null,
  question_hash text not null,
  position integer not null,
  version integer not null,
  outcome text not null check (outcome in ('CONSENSUS', 'NO_CONSENSUS', 'UNPARSABLE')),
  decided_by text not null check (decided_by in ('SELF', 'OTHER_MODEL', 'PERSON')),
  winner text,
  winner_count integer not null,
  path_count integer not null,
  unparsable_count integer not null,
  kept_count integer not null,
  agreement double precision not null,
  classes jsonb not null,
  policy jsonb not null,
  voted_at timestamptz not null default clock_timestamp(),
  unique (sample_set_id, question_id, version)
);
create index votes_iteration on {schema}.votes (iteration_id, position, id);

create table {schema}.scores (
  sample_set_id uuid not null,
  question_id uuid not null,
  project text not null,
  position integer not null,
  letter text not null check (letter in ('C', 'W', 'T', 'U')),
  agreement double precision,
  primary key (sample_set_id, question_id)
);

-- Complete questions of which a path was too large to travel. The row goes when the question is decided.
create table {schema}.text_fetches (
  id uuid primary key,
  project text not null,
  sample_set_id uuid not null,
  question_id uuid not null,
  event jsonb not null,
  ${queueColumnsSql}
);
${queueIndexSql('{schema}.text_fetches')}`

/** The voter's schema, oldest step first. */
export const migrations: readonly Migration[] = [
  { id: '0001-voting', sql: outboxMigrationSql + inboxMigrationSql + voting },
]
