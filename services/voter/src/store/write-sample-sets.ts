import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { EventSampleSet } from '@chorus/schema/events/parts.ts'

/** A sample set as an event told of it, with the project whose it is. */
export type ProjectSampleSet = { readonly project: string; readonly sampleSet: EventSampleSet }

/** Notes sample sets that are new; those known stay as they are. */
export async function writeSampleSets(tx: Transaction, items: readonly ProjectSampleSet[]): Promise<void> {
  // In one order everywhere, so that two transactions wait for each other and never deadlock.
  const rows = items.toSorted((a, b) => (a.sampleSet.sampleSetId < b.sampleSet.sampleSetId ? -1 : 1))
  const column = <T>(pick: (sampleSet: EventSampleSet) => T) => rows.map((row) => pick(row.sampleSet))
  await tx.query(
    `insert into ${tx.schema}.sample_sets
       (id, project, run_id, iteration_id, iteration, arm, method, evaluation_id, question_count, policy)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[], $6::text[], $7::text[],
       $8::uuid[], $9::integer[], $10::jsonb[])
     on conflict (id) do nothing`,
    [
      column((set) => set.sampleSetId),
      rows.map((row) => row.project),
      column((set) => set.runId),
      column((set) => set.iterationId),
      column((set) => set.iteration),
      column((set) => set.arm),
      column((set) => set.method),
      column((set) => set.evaluationId),
      column((set) => set.questionCount),
      column((set) => JSON.stringify(set.policy)),
    ],
  )
}

/** How far a sample set is after some of its questions were decided. */
export type SampleSetProgress = { readonly id: string; readonly isComplete: boolean }

/**
 * Counts decided questions and locks the sample sets' rows until the transaction ends, so that exactly one transaction finds
 * a sample set complete, and it sees what all others wrote.
 */
export async function countDecided(
  tx: Transaction,
  decided: ReadonlyMap<string, number>,
): Promise<readonly SampleSetProgress[]> {
  const progress: SampleSetProgress[] = []
  for (const [id, count] of [...decided].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { rows } = await tx.query<{ is_complete: boolean }>(
      `update ${tx.schema}.sample_sets set decided_count = decided_count + $2,
         decided_at = case when decided_count + $2 = question_count then clock_timestamp() end
       where id = $1 returning decided_count = question_count as is_complete`,
      [id, count],
    )
    progress.push({ id, isComplete: rows[0]?.is_complete === true })
  }
  return progress
}
