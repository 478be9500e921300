import type { Queryable } from '@chorus/common/src/postgres/database.ts'

/** A fine-tuning job as people see it. */
export type JobRow = {
  readonly id: string
  readonly model_version_id: string
  readonly iteration_id: string
  readonly suffix: string
  readonly status: string
  readonly job_id: string | null
  readonly trained_tokens: string | null
  readonly steps_planned: number
}

/** The latest job of each model version. */
export async function readLatestJobs(
  db: Queryable & { readonly schema: string },
  modelVersionIds: readonly string[],
): Promise<JobRow[]> {
  const { rows } = await db.query<JobRow>(
    `select distinct on (model_version_id) id, model_version_id, iteration_id, suffix, status, job_id, trained_tokens,
       steps_planned
     from ${db.schema}.training_jobs where model_version_id = any($1) order by model_version_id, attempt desc`,
    [modelVersionIds],
  )
  return rows
}

/** Loss by step of jobs, in order. */
export async function readLossPoints(
  db: Queryable & { readonly schema: string },
  jobIds: readonly string[],
): Promise<{ readonly job_id: string; readonly step: number; readonly loss: number }[]> {
  const { rows } = await db.query<{ job_id: string; step: number; loss: number }>(
    `select job_id, step, loss from ${db.schema}.loss_points where job_id = any($1) order by job_id, step`,
    [jobIds],
  )
  return rows
}
