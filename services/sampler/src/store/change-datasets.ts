import type { Queryable, Transaction } from '@chorus/common/src/postgres/database.ts'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { normalizeQuestionText, questionHash } from '@chorus/schema/method/question-hash.ts'
import type { DatasetKind, QuestionOffer } from '../datasets/check-questions.ts'
import { createDatasetHasher } from '../datasets/create-dataset-hasher.ts'
import { questionIdOf } from '../sampling/path-identity.ts'
import type { DatasetRow } from './read-content.ts'

/** Makes an empty dataset: version 1, or the next of its name. */
export async function insertDataset(
  tx: Transaction,
  dataset: {
    readonly id: string
    readonly project: string
    readonly name: string
    readonly kind: DatasetKind
  },
): Promise<void> {
  const { id, project, name, kind } = dataset
  // One at a time for each name, so that versions have no gap and no double.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`dataset\n${project}\n${name}`])
  await tx.query(
    `insert into ${tx.schema}.datasets (id, project, name, kind, version)
     select $1, $2, $3, $4, coalesce(max(version), 0) + 1 from ${tx.schema}.datasets where project = $2 and name = $3`,
    [id, project, name, kind],
  )
}

/** The dataset, locked until the transaction ends; undefined when the project has none with this id. */
export async function lockDataset(
  tx: Transaction,
  dataset: { readonly id: string; readonly project: string },
): Promise<Pick<DatasetRow, 'kind' | 'status' | 'question_count'> | undefined> {
  const { rows } = await tx.query<Pick<DatasetRow, 'kind' | 'status' | 'question_count'>>(
    `select kind, status, question_count from ${tx.schema}.datasets where id = $1 and project = $2 for update`,
    [dataset.id, dataset.project],
  )
  return rows[0]
}

/** Adds questions to a locked, open dataset, behind those that are there. */
export async function insertQuestions(
  tx: Transaction,
  to: { readonly datasetId: string; readonly questionCount: number },
  questions: readonly QuestionOffer[],
): Promise<void> {
  const hashes = questions.map(questionHash)
  await tx.query(
    `insert into ${tx.schema}.questions (dataset_id, ordinal, position, id, hash, text_hash, text, answer_type, choices, gold_answer)
     select $1, $2::int + n - 1, $2::int + n - 1, id, hash, text_hash, text, answer_type, choices::jsonb, gold_answer
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
       with ordinality as u (id, hash, text_hash, text, answer_type, choices, gold_answer, n)`,
    [
      to.datasetId,
      to.questionCount,
      hashes.map((hash) => questionIdOf(to.datasetId, hash)),
      hashes,
      questions.map((question) => sha256(normalizeQuestionText(question.text))),
      questions.map((question) => question.text),
      questions.map((question) => question.answerType),
      questions.map((question) => JSON.stringify(question.choices)),
      questions.map((question) => question.goldAnswer?.trim() ?? null),
    ],
  )
  await tx.query(`update ${tx.schema}.datasets set question_count = question_count + $2 where id = $1`, [
    to.datasetId,
    questions.length,
  ])
}

/** Equal questions that have different gold answers, up to 20. */
export async function findContradictions(
  tx: Transaction,
  datasetId: string,
): Promise<{ text: string; gold_answers: string[] }[]> {
  const { rows } = await tx.query<{ text: string; gold_answers: string[] }>(
    `select min(text) as text, array_agg(distinct gold_answer) as gold_answers from ${tx.schema}.questions
     where dataset_id = $1 group by hash having count(distinct gold_answer) > 1 order by min(ordinal) limit 20`,
    [datasetId],
  )
  return rows
}

/** Merges equal questions of a locked dataset, keeps the first of each, and closes it for good. */
export async function sealDataset(tx: Transaction, datasetId: string): Promise<void> {
  const { rowCount: merged } = await tx.query(
    `delete from ${tx.schema}.questions q using (
       select hash, min(ordinal) as kept from ${tx.schema}.questions where dataset_id = $1 group by hash having count(*) > 1
     ) d where q.dataset_id = $1 and q.hash = d.hash and q.ordinal <> d.kept`,
    [datasetId],
  )
  if (merged > 0) {
    await tx.query(
      `update ${tx.schema}.questions q set position = n.place from (
         select ordinal, row_number() over (order by ordinal) - 1 as place from ${tx.schema}.questions where dataset_id = $1
       ) n where q.dataset_id = $1 and q.ordinal = n.ordinal and q.position <> n.place`,
      [datasetId],
    )
  }
  await tx.query(
    `update ${tx.schema}.datasets set status = 'SEALED', sealed_at = clock_timestamp(), content_hash = $2,
       merged_count = $3, question_count = question_count - $3 where id = $1`,
    [datasetId, await hashQuestions(tx, tx.schema, datasetId), merged],
  )
}

const QUESTIONS_PER_PAGE = 10_000

async function hashQuestions(on: Queryable, schema: string, datasetId: string): Promise<string> {
  const hasher = createDatasetHasher()
  for (let after = -1; ; ) {
    const { rows } = await on.query<{ position: number; hash: string; gold_answer: string | null }>(
      `select position, hash, gold_answer from ${schema}.questions
       where dataset_id = $1 and position > $2 order by position limit $3`,
      [datasetId, after, QUESTIONS_PER_PAGE],
    )
    for (const row of rows) hasher.add({ hash: row.hash, goldAnswer: row.gold_answer })
    const last = rows.at(-1)
    if (last === undefined) return hasher.digest()
    after = last.position
  }
}
