import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { EventQuestion } from '@chorus/schema/events/parts.ts'
import type { QuestionKey } from './write-paths.ts'

/** A question as the events of a batch tell of it. */
export type QuestionRow = QuestionKey & {
  readonly question: EventQuestion
  /** Paths that make it complete; null when its round is still open. */
  readonly pathCount: number | null
}

/** What is known of a question. */
export type QuestionState = {
  readonly sampleSetId: string
  readonly questionId: string
  readonly pathCount: number | null
  readonly isDecided: boolean
}

/** Notes questions and how many paths they have, and locks their rows; gives what is known of each now. */
export async function writeQuestions(
  tx: Transaction,
  rows: readonly QuestionRow[],
): Promise<readonly QuestionState[]> {
  const sorted = rows.toSorted((a, b) =>
    `${a.sampleSetId}${a.questionId}` < `${b.sampleSetId}${b.questionId}` ? -1 : 1,
  )
  const { rows: states } = await tx.query<{
    sample_set_id: string
    question_id: string
    path_count: number | null
    is_decided: boolean
  }>(
    `insert into ${tx.schema}.questions as q
       (sample_set_id, question_id, project, question_hash, position, answer_type, choices, path_count)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::jsonb[],
       $8::integer[])
     on conflict (sample_set_id, question_id) do update
       set path_count = greatest(q.path_count, excluded.path_count)
     returning sample_set_id, question_id, path_count, decided_at is not null as is_decided`,
    [
      sorted.map((row) => row.sampleSetId),
      sorted.map((row) => row.questionId),
      sorted.map((row) => row.project),
      sorted.map((row) => row.question.questionHash),
      sorted.map((row) => row.question.position),
      sorted.map((row) => row.question.answerType),
      sorted.map((row) => JSON.stringify(row.question.choices)),
      sorted.map((row) => row.pathCount),
    ],
  )
  return states.map((row) => ({
    sampleSetId: row.sample_set_id,
    questionId: row.question_id,
    pathCount: row.path_count,
    isDecided: row.is_decided,
  }))
}

/** Marks questions as decided: whatever comes for them later changes nothing. */
export async function markDecided(
  tx: Transaction,
  questions: readonly Omit<QuestionKey, 'project'>[],
): Promise<void> {
  await tx.query(
    `update ${tx.schema}.questions q set decided_at = clock_timestamp()
     from unnest($1::uuid[], $2::uuid[]) as d (sample_set_id, question_id)
     where q.sample_set_id = d.sample_set_id and q.question_id = d.question_id`,
    [questions.map((question) => question.sampleSetId), questions.map((question) => question.questionId)],
  )
}

/** Locks a question's row; gives whether it was decided before. */
export async function lockQuestion(
  tx: Transaction,
  question: Omit<QuestionKey, 'project'>,
): Promise<{ readonly isDecided: boolean }> {
  const { rows } = await tx.query<{ is_decided: boolean }>(
    `select decided_at is not null as is_decided from ${tx.schema}.questions
     where sample_set_id = $1 and question_id = $2 for update`,
    [question.sampleSetId, question.questionId],
  )
  return { isDecided: rows[0]?.is_decided === true }
}
