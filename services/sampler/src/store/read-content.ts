import type { PageRequest } from '@chorus/common/src/paging/keyset-page.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { AnswerType } from '@chorus/schema/method/question-hash.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import type { DatasetKind } from '../datasets/check-questions.ts'
import type { EndpointLimits, EndpointModel, Protocol } from '../sampling/work.ts'

/** Rows as SQL gives them; `created_key` is the exact time for cursors. */
export type DatasetRow = {
  id: string
  name: string
  version: number
  kind: DatasetKind
  status: 'OPEN' | 'SEALED'
  question_count: number
  merged_count: number
  content_hash: string | null
  created_at: Date
  created_key: string
  sealed_at: Date | null
}

export type QuestionRow = {
  id: string
  ordinal: number
  position: number
  hash: string
  text: string
  answer_type: AnswerType
  choices: string[]
  gold_answer: string | null
}

export type PromptSetRow = {
  id: string
  name: string
  content: PromptSetContent
  content_hash: string
  created_at: Date
  created_key: string
}

export type EndpointRow = {
  id: string
  name: string
  version: number
  limits: EndpointLimits
  base_url: string
  key_variable: string | null
  protocol: Protocol
  models: EndpointModel[]
  seeded: boolean
  fine_tuning: boolean
  created_at: Date
  created_key: string
  archived_at: Date | null
}

const TABLES = {
  datasets: (schema: string) => `select t.*, t.created_at::text as created_key from ${schema}.datasets t`,
  prompt_sets: (schema: string) =>
    `select t.*, t.created_at::text as created_key from ${schema}.prompt_sets t`,
  endpoints: (schema: string) =>
    `select t.id, t.project, t.name, t.version, t.limits, t.created_at, t.created_at::text as created_key, t.archived_at,
       v.base_url, v.key_variable, v.protocol, v.models, v.seeded, v.fine_tuning
     from ${schema}.endpoints t
     join ${schema}.endpoint_versions v on v.endpoint_id = t.id and v.version = t.version`,
}

type RowOf = { datasets: DatasetRow; prompt_sets: PromptSetRow; endpoints: EndpointRow }

/** Rows of a project by their ids; those of others are not there. */
export async function readByIds<Table extends keyof RowOf>(
  on: Queryable,
  from: {
    readonly schema: string
    readonly table: Table
    readonly project: string
    readonly ids: readonly string[]
  },
): Promise<RowOf[Table][]> {
  const { rows } = await on.query<RowOf[Table]>(
    `${TABLES[from.table](from.schema)} where t.project = $1 and t.id = any($2::uuid[])`,
    [from.project, from.ids],
  )
  return rows
}

/** A page of a project's rows, newest first, and one row more. */
export async function readNewest<Table extends keyof RowOf>(
  on: Queryable,
  from: {
    readonly schema: string
    readonly table: Table
    readonly project: string
    readonly page: PageRequest
  },
): Promise<RowOf[Table][]> {
  const { page } = from
  const { rows } = await on.query<RowOf[Table]>(
    `${TABLES[from.table](from.schema)} where t.project = $1 ${from.table === 'endpoints' ? 'and t.archived_at is null' : ''}
       and ($2::timestamptz is null or (t.created_at, t.id) < ($2::timestamptz, $3::uuid))
     order by t.created_at desc, t.id desc limit $4`,
    [from.project, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit + 1],
  )
  return rows
}

/** Questions of a project by their ids. */
export async function readQuestionsByIds(
  on: Queryable,
  from: { readonly schema: string; readonly project: string; readonly ids: readonly string[] },
): Promise<QuestionRow[]> {
  const { rows } = await on.query<QuestionRow>(
    `select distinct on (q.id) q.* from ${from.schema}.questions q
     join ${from.schema}.datasets d on d.id = q.dataset_id and d.project = $1
     where q.id = any($2::uuid[]) order by q.id, q.ordinal`,
    [from.project, from.ids],
  )
  return rows
}

/** A page of a dataset's questions in order, and one more. */
export async function readQuestions(
  on: Queryable,
  from: { readonly schema: string; readonly datasetId: string; readonly page: PageRequest },
): Promise<QuestionRow[]> {
  const { rows } = await on.query<QuestionRow>(
    `select * from ${from.schema}.questions where dataset_id = $1 and position > $2 order by position limit $3`,
    [from.datasetId, from.page.after?.[0] ?? -1, from.page.limit + 1],
  )
  return rows
}

/** Questions that a dataset shares with others of the project, by normalised text: how many, and up to five of them. */
export async function readOverlaps(
  on: Queryable,
  from: {
    readonly schema: string
    readonly project: string
    readonly datasetId: string
    readonly others: readonly string[]
  },
): Promise<Map<string, { readonly count: number; readonly examples: string[] }>> {
  const { rows } = await on.query<{ other: string; count: number; examples: string[] }>(
    `select other, count(*)::int as count, (array_agg(text order by position))[1:5] as examples from (
       select distinct on (o.dataset_id, q.text_hash) o.dataset_id as other, q.text, q.position
       from ${from.schema}.questions q join ${from.schema}.questions o on o.text_hash = q.text_hash
       join ${from.schema}.datasets d on d.id = o.dataset_id and d.project = $2
       where q.dataset_id = $1 and o.dataset_id = any($3::uuid[]) order by o.dataset_id, q.text_hash, q.position
     ) shared group by other`,
    [from.datasetId, from.project, from.others],
  )
  return new Map(rows.map((row) => [row.other, { count: row.count, examples: row.examples }]))
}
