import type { PageRequest } from '@chorus/common/src/paging/keyset-page.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { FinishReason } from '../sampling/work.ts'
import { BUCKETS, bucketOf } from './bucket-of.ts'

type Scope = { readonly schema: string; readonly project: string }

export type SpendRow = {
  id: string
  prompt_tokens: string
  completion_tokens: string
  trained_tokens: string
  spent_usd: string
  reserved_usd: string
  calls: number
}

/** What runs have spent. */
export async function readSpend(
  on: Queryable,
  from: Scope & { readonly ids: readonly string[] },
): Promise<SpendRow[]> {
  const { rows } = await on.query<SpendRow>(
    `select id, prompt_tokens, completion_tokens, trained_tokens, trim_scale(spent_usd) as spent_usd,
       trim_scale(reserved_usd) as reserved_usd, calls
     from ${from.schema}.runs where project = $1 and id = any($2::uuid[])`,
    [from.project, from.ids],
  )
  return rows
}

export type ProgressRow = { id: string; purpose: string; sampled: number; planned: number }

/** Paths stored and planned in the current iterations of runs, by purpose. */
export async function readProgress(
  on: Queryable,
  from: Scope & { readonly ids: readonly string[] },
): Promise<ProgressRow[]> {
  const { rows } = await on.query<ProgressRow>(
    `select r.id, s.purpose, sum(s.path_count)::int as sampled, sum(s.question_count * s.paths_per_question)::int as planned
     from ${from.schema}.runs r
     join ${from.schema}.sample_sets s on s.run_id = r.id and s.iteration_id = r.iteration_id
     where r.project = $1 and r.id = any($2::uuid[]) group by r.id, s.purpose`,
    [from.project, from.ids],
  )
  return rows
}

/** Ids of runs that the sampler knows. */
export async function readKnownRuns(
  on: Queryable,
  from: Scope & { readonly ids: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await on.query<{ id: string }>(
    `select id from ${from.schema}.runs where project = $1 and id = any($2::uuid[])`,
    [from.project, from.ids],
  )
  return new Set(rows.map((row) => row.id))
}

/** The sample set from which each iteration learns. */
export async function readLearningSets(
  on: Queryable,
  from: Scope & { readonly iterationIds: readonly string[] },
): Promise<Map<string, string>> {
  const { rows } = await on.query<{ id: string; iteration_id: string }>(
    `select distinct on (iteration_id) id, iteration_id from ${from.schema}.sample_sets
     where project = $1 and iteration_id = any($2::uuid[]) and purpose = 'LEARNING' order by iteration_id, created_at`,
    [from.project, from.iterationIds],
  )
  return new Map(rows.map((row) => [row.iteration_id, row.id]))
}

/** A page of a sample set's questions in the dataset's order, and one more. */
export async function readRunQuestions(
  on: Queryable,
  from: { readonly schema: string; readonly sampleSetId: string; readonly page: PageRequest },
): Promise<{ question_id: string; position: number }[]> {
  const { rows } = await on.query<{ question_id: string; position: number }>(
    `select q.id as question_id, q.position from ${from.schema}.sample_sets s
     join ${from.schema}.questions q on q.dataset_id = s.dataset_id
       and q.position >= (s.request->>'firstQuestion')::int
       and q.position < (s.request->>'firstQuestion')::int + s.question_count
     where s.id = $1 and q.position > $2 order by q.position limit $3`,
    [from.sampleSetId, from.page.after?.[0] ?? -1, from.page.limit + 1],
  )
  return rows
}

/** Which of these questions are asked in these sample sets, as `<sample set>.<question>`. */
export async function readKnownRunQuestions(
  on: Queryable,
  from: Scope & { readonly keys: readonly { readonly sampleSetId: string; readonly questionId: string }[] },
): Promise<Set<string>> {
  const { rows } = await on.query<{ key: string }>(
    `select t.sample_set_id || '.' || t.question_id as key from ${from.schema}.sampling_tasks t
     join unnest($2::uuid[], $3::uuid[]) as u (sample_set_id, question_id)
       on t.sample_set_id = u.sample_set_id and t.question_id = u.question_id
     where t.project = $1`,
    [from.project, from.keys.map((key) => key.sampleSetId), from.keys.map((key) => key.questionId)],
  )
  return new Set(rows.map((row) => row.key))
}

export type PathRow = {
  id: string
  question_id: string
  sample_set_id: string
  index: number
  text: string
  tokens: number | null
  finish_reason: FinishReason
  seed: number
  logprob: number | null
}

const PATH_COLUMNS =
  'p.id, p.sample_set_id, p.question_id, p.index, p.text, p.tokens, p.finish_reason, p.seed, p.logprob'

/** Pages of paths of several questions at once, each in index order and with one path more. */
export async function readPathPages(
  on: Queryable,
  from: Scope & {
    readonly limit: number
    readonly pages: readonly {
      readonly sampleSetId: string
      readonly questionId: string
      readonly afterIndex: number
    }[]
  },
): Promise<PathRow[][]> {
  const { rows } = await on.query<PathRow & { n: string }>(
    `select u.n, ${PATH_COLUMNS}
     from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::int[]) with ordinality as u (bucket, sample_set_id, question_id, after_index, n)
     cross join lateral (
       select * from ${from.schema}.paths x
       where x.bucket = u.bucket and x.sample_set_id = u.sample_set_id and x.question_id = u.question_id
         and x.index > u.after_index and x.project = $6
       order by x.index limit $5
     ) p order by u.n, p.index`,
    [
      from.pages.map((page) => bucketOf(page.sampleSetId)),
      from.pages.map((page) => page.sampleSetId),
      from.pages.map((page) => page.questionId),
      from.pages.map((page) => page.afterIndex),
      from.limit + 1,
      from.project,
    ],
  )
  const byPage = Map.groupBy(rows, (row) => Number(row.n) - 1)
  return from.pages.map((_, i) => byPage.get(i) ?? [])
}

/** Paths by their ids, which don't tell the partition: all are looked into. */
export async function readPathsByIds(
  on: Queryable,
  from: Scope & { readonly ids: readonly string[] },
): Promise<PathRow[]> {
  const { rows } = await on.query<PathRow>(
    `select ${PATH_COLUMNS} from ${from.schema}.paths p
     where p.bucket between 0 and ${BUCKETS - 1} and p.id = any($2::uuid[]) and p.project = $1`,
    [from.project, from.ids],
  )
  return rows
}
