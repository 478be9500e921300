import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import { sampleSetSampled } from '@chorus/schema/events/index.ts'
import { createPathsHasher } from '../sampling/create-paths-hasher.ts'
import { settleAbandonedCalls } from './settle-abandoned-calls.ts'

type ClosingSet = {
  readonly id: string
  readonly run_id: string
  readonly bucket: number
  readonly dataset_id: string
  readonly paths_per_question: number
}

/** Paths that are hashed in one go. */
const PATHS_PER_PAGE = 20_000

/** Ends the sample sets whose last question is closed: hashes their paths and says so, once for each. */
export async function finishSampleSets(db: Database): Promise<void> {
  const { rows } = await db.query<ClosingSet>(
    `select id, run_id, bucket, dataset_id, paths_per_question from ${db.schema}.sample_sets
     where state = 'CLOSING' order by created_at`,
  )
  for (const set of rows) {
    const pathsHash = await hashPaths(db, set)
    await db.transaction((tx) => finishSampleSet(tx, set, pathsHash), { idempotent: true })
  }
}

async function finishSampleSet(tx: Transaction, set: ClosingSet, pathsHash: string): Promise<void> {
  // The run's row first, as everywhere: its events are ordered by its lock.
  const run = await tx.query<{ project: string; actor: string }>(
    `select project, actor from ${tx.schema}.runs where id = $1 for update`,
    [set.run_id],
  )
  const ended = await tx.query<{ path_count: number; shortfall: number }>(
    `update ${tx.schema}.sample_sets set state = 'SAMPLED', paths_hash = $2, closed_at = clock_timestamp()
     where id = $1 and state = 'CLOSING' returning path_count, shortfall`,
    [set.id, pathsHash],
  )
  const [origin, counts] = [run.rows[0], ended.rows[0]]
  if (origin === undefined || counts === undefined) return
  await settleAbandonedCalls(tx, { sampleSetId: set.id })
  const reasons = await tx.query<{ reason: string }>(
    `select distinct shortfall_reason as reason from ${tx.schema}.sampling_tasks
     where sample_set_id = $1 and shortfall_reason is not null order by 1 limit 20`,
    [set.id],
  )
  const data = {
    runId: set.run_id,
    sampleSetId: set.id,
    pathCount: counts.path_count,
    shortfall: counts.shortfall,
    shortfallReasons: reasons.rows.map((row) => row.reason),
    pathsHash,
  }
  await appendEvents(tx, [eventOf(sampleSetSampled, data, origin)])
}

async function hashPaths(db: Database, set: ClosingSet): Promise<string> {
  const hasher = createPathsHasher()
  const limit = Math.max(1, Math.floor(PATHS_PER_PAGE / set.paths_per_question))
  for (let after = ''; ; ) {
    const { rows: questions } = await db.query<{ id: string; hash: string }>(
      `select q.id, q.hash from ${db.schema}.sampling_tasks t
       join ${db.schema}.questions q on q.id = t.question_id and q.dataset_id = $2
       where t.sample_set_id = $1 and q.hash collate "C" > $3 order by q.hash collate "C" limit $4`,
      [set.id, set.dataset_id, after, limit],
    )
    const last = questions.at(-1)
    if (last === undefined) return hasher.digest()
    const { rows: paths } = await db.query<{ question_id: string; index: number; text_hash: string }>(
      `select question_id, index, encode(sha256(convert_to(text, 'UTF8')), 'hex') as text_hash from ${db.schema}.paths
       where bucket = $1 and sample_set_id = $2 and question_id = any($3::uuid[])`,
      [set.bucket, set.id, questions.map((question) => question.id)],
    )
    const byQuestion = Map.groupBy(paths, (path) => path.question_id)
    for (const { id, hash } of questions) {
      const ofQuestion = byQuestion.get(id) ?? []
      hasher.addQuestion(
        hash,
        ofQuestion.map(({ index, text_hash: textHash }) => ({ index, textHash })),
      )
    }
    after = last.hash
  }
}
