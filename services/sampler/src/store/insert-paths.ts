import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import { encodeScalars, encodeTexts } from '@chorus/common/src/postgres/encode-array.ts'
import type { TaskResult } from '../sampling/sampling-store.ts'
import { bucketOf } from './bucket-of.ts'

/**
 * Stores the paths of held tasks: each index once.
 * @throws {ChorusError} CONFLICT when another call's path stands at one of the indexes.
 */
export async function insertPaths(
  on: Queryable,
  schema: string,
  results: readonly TaskResult[],
): Promise<void> {
  const rows = results.flatMap(({ task, paths }) => paths.map((path) => ({ task, path })))
  if (rows.length === 0) return
  const sampleSetIds = rows.map(({ task }) => task.sampleSet.request.sampleSetId)
  const inserted = await on.query(
    `insert into ${schema}.paths (bucket, sample_set_id, question_id, index, id, call_id, seed, tokens, finish_reason, logprob,
       project, text)
     select unnest($1::smallint[]), unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::int[]), unnest($5::uuid[]),
       unnest($6::uuid[]), unnest($7::int[]), unnest($8::int[]), unnest($9::text[]), unnest($10::real[]), unnest($11::text[]),
       unnest($12::text[])
     on conflict do nothing`,
    [
      encodeScalars(sampleSetIds.map(bucketOf)),
      encodeScalars(sampleSetIds),
      encodeScalars(rows.map(({ task }) => task.question.questionId)),
      encodeScalars(rows.map(({ path }) => path.index)),
      encodeScalars(rows.map(({ path }) => path.pathId)),
      encodeScalars(rows.map(({ path }) => path.callId)),
      encodeScalars(rows.map(({ path }) => path.seed)),
      encodeScalars(rows.map(({ path }) => path.tokens)),
      encodeTexts(rows.map(({ path }) => path.finishReason)),
      encodeScalars(rows.map(({ path }) => path.logprob)),
      encodeTexts(rows.map(({ task }) => task.sampleSet.project)),
      encodeTexts(rows.map(({ path }) => path.text)),
    ],
  )
  if (inserted.rowCount !== rows.length) await assertOurs(on, schema, rows)
}

type Row = { readonly task: TaskResult['task']; readonly path: TaskResult['paths'][number] }

/** A repeated transaction finds its own paths, which is well. */
async function assertOurs(on: Queryable, schema: string, rows: readonly Row[]): Promise<void> {
  const { rows: found } = await on.query<{ id: string }>(
    `select p.id from unnest($1::smallint[], $2::uuid[], $3::uuid[]) as u (bucket, id, call_id)
     join ${schema}.paths p on p.bucket = u.bucket and p.id = u.id and p.call_id = u.call_id`,
    [
      rows.map(({ task }) => bucketOf(task.sampleSet.request.sampleSetId)),
      rows.map(({ path }) => path.pathId),
      rows.map(({ path }) => path.callId),
    ],
  )
  if (found.length === rows.length) return
  throw new ChorusError({
    code: 'CONFLICT',
    message:
      'Expected the indexes of these paths to be free, found paths of other calls; what is stored stays.',
  })
}
