import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { AnswerState } from '../voting/answer.ts'

/** What extraction took out of a path. */
export type StoredAnswer = {
  readonly state: AnswerState
  readonly text: string | null
  readonly normalForm: string | null
}

type AnswerSqlRow = { path_id: string; state: AnswerState; text: string | null; normal_form: string | null }

/** Answers by path id; those of other projects are not there. */
export async function readAnswers(
  db: Queryable & { readonly schema: string },
  request: { readonly project: string; readonly keys: readonly string[] },
): Promise<ReadonlyMap<string, StoredAnswer>> {
  const { rows } = await db.query<AnswerSqlRow>(
    `select path_id, state, text, normal_form from ${db.schema}.answers where path_id = any($1::uuid[]) and project = $2`,
    [request.keys, request.project],
  )
  return new Map(
    rows.map((row) => [row.path_id, { state: row.state, text: row.text, normalForm: row.normal_form }]),
  )
}
