import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { ReadPath } from '../voting/read-path.ts'

/** The question that a row belongs to. */
export type QuestionKey = {
  readonly project: string
  readonly sampleSetId: string
  readonly questionId: string
}

/** A path whose answer is to be stored. */
export type AnswerRow = QuestionKey & { readonly path: ReadPath }

/** Stores answers; those that are there stay as they are. */
export async function writeAnswers(tx: Transaction, rows: readonly AnswerRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into ${tx.schema}.answers
       (path_id, project, sample_set_id, question_id, path_index, state, text, normal_form, ends_at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[], $6::text[], $7::text[],
       $8::text[], $9::integer[])
     on conflict do nothing`,
    [
      rows.map((row) => row.path.pathId),
      rows.map((row) => row.project),
      rows.map((row) => row.sampleSetId),
      rows.map((row) => row.questionId),
      rows.map((row) => row.path.index),
      rows.map((row) => row.path.answer.state),
      rows.map((row) => row.path.answer.text),
      rows.map((row) => row.path.answer.normalForm),
      rows.map((row) => row.path.answer.answerEndsAt),
    ],
  )
}

/** A path of a question that cannot be decided yet. */
export type HeldPath = QuestionKey & {
  readonly path: Pick<ReadPath, 'pathId' | 'index' | 'text' | 'finishReason'>
}

/** Holds paths until their question is decided; those held stay as they are. */
export async function holdPaths(tx: Transaction, rows: readonly HeldPath[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into ${tx.schema}.held_paths
       (path_id, project, sample_set_id, question_id, path_index, text, finish_reason)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[], $6::text[], $7::text[])
     on conflict do nothing`,
    [
      rows.map((row) => row.path.pathId),
      rows.map((row) => row.project),
      rows.map((row) => row.sampleSetId),
      rows.map((row) => row.questionId),
      rows.map((row) => row.path.index),
      rows.map((row) => row.path.text),
      rows.map((row) => row.path.finishReason),
    ],
  )
}

/** A held path, with its answer where its text was here. */
export type HeldPathRow = Pick<QuestionKey, 'sampleSetId' | 'questionId'> &
  Omit<ReadPath, 'answer'> & { readonly answer: ReadPath['answer'] | null }

type HeldSqlRow = {
  sample_set_id: string
  question_id: string
  path_id: string
  path_index: number
  text: string | null
  finish_reason: ReadPath['finishReason']
  state: ReadPath['answer']['state'] | null
  answer_text: string | null
  normal_form: string | null
  ends_at: number
}

/** The held paths of questions, in index order. */
export async function readHeldPaths(
  tx: Transaction,
  questions: readonly Omit<QuestionKey, 'project'>[],
): Promise<readonly HeldPathRow[]> {
  const { rows } = await tx.query<HeldSqlRow>(
    `select h.sample_set_id, h.question_id, h.path_id, h.path_index, h.text, h.finish_reason, a.state,
       a.text as answer_text, a.normal_form, a.ends_at
     from unnest($1::uuid[], $2::uuid[]) as q (sample_set_id, question_id)
     join ${tx.schema}.held_paths h using (sample_set_id, question_id)
     left join ${tx.schema}.answers a on a.path_id = h.path_id
     order by h.sample_set_id, h.question_id, h.path_index`,
    questionParams(questions),
  )
  return rows.map((row) => ({
    sampleSetId: row.sample_set_id,
    questionId: row.question_id,
    pathId: row.path_id,
    index: row.path_index,
    text: row.text,
    finishReason: row.finish_reason,
    answer:
      row.state === null
        ? null
        : {
            state: row.state,
            text: row.answer_text,
            normalForm: row.normal_form,
            answerEndsAt: row.ends_at,
          },
  }))
}

/** Lets go of the paths of questions that were decided. */
export async function dropHeldPaths(
  tx: Transaction,
  questions: readonly Omit<QuestionKey, 'project'>[],
): Promise<void> {
  await tx.query(
    `delete from ${tx.schema}.held_paths h using unnest($1::uuid[], $2::uuid[]) as q (sample_set_id, question_id)
     where h.sample_set_id = q.sample_set_id and h.question_id = q.question_id`,
    questionParams(questions),
  )
}

function questionParams(questions: readonly Omit<QuestionKey, 'project'>[]): readonly string[][] {
  return [questions.map((question) => question.sampleSetId), questions.map((question) => question.questionId)]
}
