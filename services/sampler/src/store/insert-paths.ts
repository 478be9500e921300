import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
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
     select * from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::uuid[], $7::int[], $8::int[],
       $9::text[], $10::real[], $11::text[], $12::text[])
     on conflict do nothing`,
    [
      sampleSetIds.map(bucketOf),
      sampleSetIds,
      rows.map(({ task }) => task.question.questionId),
      rows.map(({ path }) => path.index),
      rows.map(({ path }) => path.pathId),
      rows.map(({ path }) => path.callId),
      rows.map(({ path }) => path.seed),
      rows.map(({ path }) => path.tokens),
      rows.map(({ path }) => path.finishReason),
      rows.map(({ path }) => path.logprob),
      rows.map(({ task }) => task.sampleSet.project),
      rows.map(({ path }) => path.text),
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
