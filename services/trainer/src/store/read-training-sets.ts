import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { Format } from '@chorus/schema/method/sample-set.ts'

/** A training set as it is stored, without its rows. */
export type TrainingSetRow = {
  readonly id: string
  readonly project: string
  readonly content_hash: string
  readonly example_count: number
  readonly counts_by_format: Readonly<Record<Format, number>>
  readonly excluded: Readonly<Record<string, number>>
}

/** Training sets by id, of one project; those that are missing are left out. */
export async function readTrainingSets(
  db: Queryable & { readonly schema: string },
  project: string,
  ids: readonly string[],
): Promise<TrainingSetRow[]> {
  const { rows } = await db.query<TrainingSetRow>(
    `select s.id, r.project, s.content_hash, s.example_count, s.counts_by_format, s.excluded
     from ${db.schema}.training_sets s join ${db.schema}.runs r on r.id = s.run_id
     where r.project = $1 and s.id = any($2)`,
    [project, ids],
  )
  return rows
}
