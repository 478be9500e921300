import type { RequestContext } from '@chorus/common/src/graphql/request-context.ts'
import type { Random } from '@chorus/common/src/ids/clock.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import DataLoader from 'dataloader'
import { type IterationRow, readIterations, readProjectIterations } from '../store/iteration-row.ts'
import { type ModelVersionRow, readModelVersions } from '../store/model-versions.ts'
import type { LoopSettings } from '../store/open-iteration.ts'
import { type EvaluationRow, readEvaluationCounts, readEvaluations } from '../store/read-evaluations.ts'
import { type JobRow, readLatestJobs, readLossPoints } from '../store/read-jobs.ts'
import { readTrainingSets, type TrainingSetRow } from '../store/read-training-sets.ts'
import type { RunLogTails } from '../store/run-log-tails.ts'
import { type RunRow, readRuns } from '../store/run-row.ts'
import type { SamplerClient } from './read-sampler.ts'

/** What resolvers reach the outside through. */
export type ResolverParts = {
  readonly db: Database
  readonly sampler: SamplerClient
  readonly random: Random
  readonly settings: LoopSettings
  readonly tails: RunLogTails
}

/** DataLoaders and parts of one request. */
export type TrainerLoaders = ResolverParts & {
  readonly runs: DataLoader<string, RunRow | null>
  readonly iterations: DataLoader<string, IterationRow | null>
  readonly iterationsOfRun: DataLoader<string, IterationRow[]>
  readonly modelVersions: DataLoader<string, ModelVersionRow | null>
  readonly trainingSets: DataLoader<string, TrainingSetRow | null>
  readonly evaluations: DataLoader<string, EvaluationRow | null>
  readonly evaluationsOfRun: DataLoader<string, EvaluationRow[]>
  readonly evaluationsOfVersion: DataLoader<string, EvaluationRow[]>
  readonly evaluationCounts: DataLoader<string, { readonly asked: number; readonly scored: number }>
  readonly jobs: DataLoader<string, JobRow | null>
  readonly losses: DataLoader<string, { readonly step: number; readonly loss: number }[]>
}

export type GraphqlContext = RequestContext<TrainerLoaders>

/** The loaders of one request: every lookup of one kind goes to the database once. */
export function createLoaders(parts: ResolverParts, project: string): TrainerLoaders {
  const { db } = parts
  const evaluationsBy = (column: 'run_id' | 'model_version_id') =>
    many(
      (ids) => readEvaluations(db, project, { column, ids }),
      (row) => row[column],
    )
  return {
    ...parts,
    runs: one((ids) => readRuns(db, project, ids)),
    iterations: one((ids) => readProjectIterations(db, project, ids)),
    iterationsOfRun: many(
      (ids) => readIterations(db, ids),
      (row) => row.run_id,
    ),
    modelVersions: one((ids) => readModelVersions(db, project, ids)),
    trainingSets: one((ids) => readTrainingSets(db, project, ids)),
    evaluations: one((ids) => readEvaluations(db, project, { column: 'id', ids })),
    evaluationsOfRun: evaluationsBy('run_id'),
    evaluationsOfVersion: evaluationsBy('model_version_id'),
    evaluationCounts: new DataLoader(async (ids) => {
      const rows = await readEvaluationCounts(db, ids)
      const byId = new Map(rows.map((row) => [row.iteration_id, row]))
      return ids.map((id) => byId.get(id) ?? { asked: 0, scored: 0 })
    }),
    jobs: new DataLoader(async (ids) => {
      const rows = await readLatestJobs(db, ids)
      const byId = new Map(rows.map((row) => [row.model_version_id, row]))
      return ids.map((id) => byId.get(id) ?? null)
    }),
    losses: many(
      (ids) => readLossPoints(db, ids),
      (row) => row.job_id,
    ),
  }
}

function one<Row extends { readonly id: string }>(read: (ids: readonly string[]) => Promise<Row[]>) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const byId = new Map((await read(ids)).map((row) => [row.id, row]))
    return ids.map((id) => byId.get(id) ?? null)
  })
}

function many<Row>(read: (ids: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const groups = Map.groupBy(await read(ids), keyOf)
    return ids.map((id) => groups.get(id) ?? [])
  })
}
