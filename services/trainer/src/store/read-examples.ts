import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { EventQuestion } from '@chorus/schema/events/parts.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import type { Format } from '@chorus/schema/method/sample-set.ts'
import { type ExampleMessage, renderExample } from '../training/render-example.ts'
import type { ReadPathTexts } from './build-training-set.ts'

/** A row of a training set, written out. */
export type StoredExample = {
  readonly position: number
  readonly format: Format
  readonly pathId: string
  readonly questionId: string
  readonly sampleSetId: string
  readonly messages: readonly ExampleMessage[]
}

/** Rows of a training set from a position on, in the order of the file. They are written out anew: only what they are made of is stored. */
export async function readExamples(
  db: Queryable & { readonly schema: string },
  input: {
    readonly trainingSetId: string
    readonly from: number
    readonly limit: number
    readonly readPathTexts: ReadPathTexts
  },
): Promise<StoredExample[]> {
  const { rows } = await db.query<{
    position: number
    format: Format
    path_id: string
    question_id: string
    sample_set_id: string
    question: EventQuestion
    answer_text: string
    text: string | null
    answer_ends_at: number
    prompt_set: PromptSetContent
  }>(
    `select e.position, e.format, e.path_id, e.question_id, v.sample_set_id, q.question, q.answer_text, k.text,
       k.answer_ends_at, r.config -> 'promptSet' -> 'content' as prompt_set
     from ${db.schema}.training_examples e
     join ${db.schema}.training_sets s on s.id = e.training_set_id
     join ${db.schema}.runs r on r.id = s.run_id
     join ${db.schema}.votes v on v.vote_id = e.vote_id
     join ${db.schema}.kept_questions q on q.vote_id = e.vote_id
     join ${db.schema}.kept_paths k on k.vote_id = e.vote_id and k.path_id = e.path_id
     where e.training_set_id = $1 and e.position >= $2 order by e.position limit $3`,
    [input.trainingSetId, input.from, input.limit],
  )
  const missing = [...new Set(rows.filter((row) => row.text === null).map((row) => row.path_id))]
  const texts = missing.length === 0 ? new Map<string, string>() : await input.readPathTexts(missing)
  return rows.map((row) => ({
    position: row.position,
    format: row.format,
    pathId: row.path_id,
    questionId: row.question_id,
    sampleSetId: row.sample_set_id,
    messages: renderExample(row.prompt_set, {
      format: row.format,
      question: row.question,
      answerText: row.answer_text,
      pathText: row.text ?? texts.get(row.path_id) ?? '',
      answerEndsAt: row.answer_ends_at,
    }),
  }))
}
