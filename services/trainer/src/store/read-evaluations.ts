import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { EvaluationMethod } from '@chorus/schema/method/sample-set.ts'
import type { DatasetUse } from '../runs/run-config.ts'

/** An evaluation that was scored. */
export type EvaluationRow = {
  readonly id: string
  readonly run_id: string
  readonly iteration: number
  readonly model_version_id: string
  /** The version that it was trained from; null for a starting model. */
  readonly parent_model_version_id: string | null
  readonly dataset_id: string
  readonly use: DatasetUse
  readonly method: EvaluationMethod
  readonly n: number
  readonly correct: number
  readonly ties: number
  readonly unparsable: number
  readonly mean_agreement: number | null
  readonly outcomes: string
}

const COLUMNS = `e.id, e.run_id, i.number as iteration, e.model_version_id,
  case when i.number > 0 then i.parent_model_version_id end as parent_model_version_id,
  e.dataset_id, e.use, e.method, e.n, e.correct, e.ties, e.unparsable, e.mean_agreement, e.outcomes`

/** Scored evaluations by one of their ids, of one project, in the order in which they were asked for. */
export async function readEvaluations(
  db: Queryable & { readonly schema: string },
  project: string,
  by: { readonly column: 'id' | 'run_id' | 'model_version_id'; readonly ids: readonly string[] },
): Promise<EvaluationRow[]> {
  const { rows } = await db.query<EvaluationRow>(
    `select ${COLUMNS} from ${db.schema}.evaluations e
     join ${db.schema}.iterations i on i.id = e.iteration_id
     join ${db.schema}.runs r on r.id = e.run_id
     where r.project = $1 and e.${by.column} = any($2) and e.scored_at is not null order by e.id`,
    [project, by.ids],
  )
  return rows
}

/** How many evaluations iterations asked for, and how many were scored. */
export async function readEvaluationCounts(
  db: Queryable & { readonly schema: string },
  iterationIds: readonly string[],
): Promise<{ readonly iteration_id: string; readonly asked: number; readonly scored: number }[]> {
  const { rows } = await db.query<{ iteration_id: string; asked: number; scored: number }>(
    `select iteration_id, count(*)::int as asked, count(scored_at)::int as scored
     from ${db.schema}.evaluations where iteration_id = any($1) group by iteration_id`,
    [iterationIds],
  )
  return rows
}
