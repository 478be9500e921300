import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { Database, Queryable, Transaction } from '@chorus/common/src/postgres/database.ts'
import type { Job, WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import { modelVersionTrained } from '@chorus/schema/events/lifecycle.ts'
import { trainingSettled } from '@chorus/schema/events/run-control.ts'
import type { RunConfig } from '../runs/run-config.ts'
import type { RunStatus } from '../runs/run-machine.ts'
import { type LossPoint, pointsToTell } from '../training/job-progress.ts'
import type { JobEnd } from '../training/judge-job.ts'
import { advanceRun } from './advance-run.ts'
import type { LoopSettings } from './open-iteration.ts'
import { brokenRun } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, lockRun, originOfRun } from './run-row.ts'
import type { WorkRow } from './work.ts'

/** A fine-tuning job as it is stored, with what its worker needs of its run. */
export type TrainingJobRow = {
  readonly id: string
  readonly run_id: string
  readonly iteration_id: string
  readonly iteration: number
  readonly model_version_id: string
  readonly training_set_id: string
  readonly training_set_hash: string
  readonly example_count: number
  readonly listed_model: string
  readonly suffix: string
  readonly base_model: string
  readonly state: 'OPEN' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  readonly job_id: string | null
  readonly steps_planned: number
  readonly told_step: number
  /** Last step whose loss is stored; 0 before the first. */
  readonly last_step: number
  readonly run_status: RunStatus
  readonly config: RunConfig
}

/** What the worker of a job writes through. */
export type JobStore = {
  readonly db: Database
  readonly queue: WorkQueue<WorkRow>
  readonly settings: LoopSettings
}

/** Reads a job and the state of its run. */
export async function readTrainingJob(
  db: Queryable & { readonly schema: string },
  id: string,
): Promise<TrainingJobRow> {
  const { rows } = await db.query<TrainingJobRow>(
    `select j.id, j.run_id, j.iteration_id, i.number as iteration, j.model_version_id, i.training_set_id,
       s.content_hash as training_set_hash, s.example_count, m.listed_model, j.suffix, j.base_model, j.state, j.job_id,
       j.steps_planned, j.told_step, r.status as run_status, r.config,
       coalesce((select max(step) from ${db.schema}.loss_points l where l.job_id = j.id), 0) as last_step
     from ${db.schema}.training_jobs j
     join ${db.schema}.iterations i on i.id = j.iteration_id
     join ${db.schema}.training_sets s on s.id = i.training_set_id
     join ${db.schema}.model_versions m on m.id = j.model_version_id
     join ${db.schema}.runs r on r.id = j.run_id
     where j.id = $1`,
    [id],
  )
  if (rows[0] === undefined) throw brokenRun('?', `no training job ${id}`)
  return rows[0]
}

/** Remembers under which id the endpoint knows the job. */
export async function noteSubmitted(
  store: JobStore,
  job: TrainingJobRow,
  remote: { readonly id: string; readonly status: string },
): Promise<void> {
  await store.db.query(
    `update ${store.db.schema}.training_jobs set job_id = $2, status = $3 where id = $1 and state = 'OPEN'`,
    [job.id, remote.id, remote.status],
  )
}

/** Stores losses, and tells the run's log of a few of them. */
export async function noteProgress(
  store: JobStore,
  job: TrainingJobRow,
  progress: {
    readonly status: string
    readonly points: readonly LossPoint[]
    readonly stepsPlanned: number | null
  },
): Promise<void> {
  const stepsPlanned = progress.stepsPlanned ?? job.steps_planned
  await store.db.transaction(
    async (tx) => {
      const run = await lockRun(tx, job.run_id)
      if (run === null) return
      const told = pointsToTell(progress.points, job.told_step, stepsPlanned)
      await storeLosses(tx, job.id, progress.points)
      await tx.query(
        `update ${tx.schema}.training_jobs set status = $2, steps_planned = $3, told_step = greatest(told_step, $4)
         where id = $1 and state = 'OPEN'`,
        [job.id, progress.status, stepsPlanned, told.at(-1)?.step ?? 0],
      )
      if (run.row.status !== 'RUNNING' && run.row.status !== 'PAUSED') return
      for (const point of told) await tellProgress(run, job, point, stepsPlanned)
    },
    { idempotent: false },
  )
}

async function storeLosses(tx: Transaction, jobId: string, points: readonly LossPoint[]): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.loss_points (job_id, step, loss)
     select $1, * from unnest($2::int[], $3::float8[]) on conflict do nothing`,
    [jobId, points.map((point) => point.step), points.map((point) => point.loss)],
  )
}

async function tellProgress(
  run: LockedRun,
  job: TrainingJobRow,
  point: LossPoint,
  stepsPlanned: number,
): Promise<void> {
  await appendLog(run, {
    type: 'TRAINING_PROGRESSED',
    iteration: job.iteration,
    message: `Iteration ${job.iteration}: training step ${point.step} of ${stepsPlanned}, loss ${point.loss.toFixed(3)}`,
    details: { kind: 'TRAINING', step: point.step, stepsPlanned, loss: point.loss },
  })
}

/** Writes how a job ended, settles its tokens, and takes the run on; fenced by the worker's claim. */
export async function endJob(
  store: JobStore,
  work: Job<WorkRow>,
  job: TrainingJobRow,
  end: JobEnd,
): Promise<void> {
  await store.db.transaction(async (tx) => {
    const run = await lockRun(tx, job.run_id)
    await store.queue.complete(tx, work)
    if (run === null) return
    await tx.query(
      `update ${tx.schema}.training_jobs set state = $2, status = $3, trained_tokens = $4, error = $5, is_transient = $6
       where id = $1 and state = 'OPEN'`,
      [
        job.id,
        end.state,
        end.status,
        end.trainedTokens,
        end.state === 'FAILED' ? end.error : null,
        end.state === 'FAILED' && end.isTransient,
      ],
    )
    await settleTokens(run, job, end)
    if (end.state === 'SUCCEEDED') await noteTrained(run, job, end.model)
    await advanceRun(run, store.settings)
  })
}

async function settleTokens({ tx, row }: LockedRun, job: TrainingJobRow, end: JobEnd): Promise<void> {
  const current = await readTrainingJob(tx, job.id)
  if (current.job_id === null) return
  const data = {
    runId: row.id,
    endpointId: row.config.endpoint.id,
    endpointVersion: row.config.endpoint.version,
    model: job.listed_model,
    jobId: current.job_id,
    trainedTokens: end.trainedTokens,
  }
  await appendEvents(tx, [eventOf(trainingSettled, data, originOfRun(row))])
}

async function noteTrained(run: LockedRun, job: TrainingJobRow, model: string): Promise<void> {
  const { tx, row } = run
  await tx.query(`update ${tx.schema}.model_versions set name = $2 where id = $1`, [
    job.model_version_id,
    model,
  ])
  await appendLog(run, {
    type: 'MODEL_VERSION_TRAINED',
    iteration: job.iteration,
    message: `Iteration ${job.iteration}: trained ${model} on ${job.example_count} examples`,
    details: { kind: 'MODEL_VERSION', modelVersionId: job.model_version_id },
  })
  const data = {
    runId: row.id,
    iterationId: job.iteration_id,
    iteration: job.iteration,
    modelVersionId: job.model_version_id,
    model,
    endpointId: row.config.endpoint.id,
    trainingSetHash: job.training_set_hash,
    exampleCount: job.example_count,
  }
  await appendEvents(tx, [eventOf(modelVersionTrained, data, originOfRun(row))])
}
