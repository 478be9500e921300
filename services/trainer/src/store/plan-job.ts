import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { trainedModelKey } from '@chorus/schema/method/model-key.ts'
import { MAIN_ARM } from '../runs/plan-sample-sets.ts'
import { estimateSteps } from '../training/job-progress.ts'
import { jobSuffix } from '../training/job-suffix.ts'
import type { IterationRow } from './iteration-row.ts'
import { readModelVersions } from './model-versions.ts'
import { brokenRun, modelToSample } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import type { LockedRun } from './run-row.ts'
import { ensureWork } from './work.ts'

/** Makes sure that an iteration's fine-tuning job is written down, and that a worker follows it. */
export async function planJob(run: LockedRun, iteration: IterationRow, attempt: number): Promise<void> {
  const { tx } = run
  const existing = await tx.query<{ id: string }>(
    `select id from ${tx.schema}.training_jobs where iteration_id = $1 and attempt = $2`,
    [iteration.id, attempt],
  )
  const jobId = existing.rows[0]?.id ?? (await writeJob(run, iteration, attempt))
  await ensureWork(run, { kind: 'TRAIN', iterationId: iteration.id, jobId })
}

async function writeJob(run: LockedRun, iteration: IterationRow, attempt: number): Promise<string> {
  const { tx, row } = run
  const { training } = row.config
  const set = await readTrainingSet(run, iteration)
  if (training === null) throw brokenRun(row.id, 'a training stage without training')
  const versionId = iteration.model_version_id ?? (await makeCandidate(run, iteration, set.content_hash))
  const parent = await modelToSample(run, iteration.parent_model_version_id)
  const jobId = uuidv7()
  await tx.query(
    `insert into ${tx.schema}.training_jobs
       (id, run_id, iteration_id, model_version_id, attempt, suffix, base_model, state, status, steps_planned)
     values ($1, $2, $3, $4, $5, $6, $7, 'OPEN', 'not submitted', $8)`,
    [
      jobId,
      row.id,
      iteration.id,
      versionId,
      attempt,
      jobSuffix({ runId: row.id, iteration: iteration.number, arm: MAIN_ARM, attempt }),
      parent.name,
      estimateSteps({ exampleCount: set.example_count, ...training }),
    ],
  )
  if (attempt > 1) {
    await appendLog(run, {
      type: 'WARNING',
      iteration: iteration.number,
      message: `Iteration ${iteration.number}: the fine-tuning job failed at the endpoint and is tried again`,
    })
  }
  return jobId
}

async function makeCandidate(
  run: LockedRun,
  iteration: IterationRow,
  trainingSetHash: string,
): Promise<string> {
  const { tx, row } = run
  const { config } = row
  const [parent] = await readModelVersions(tx, row.project, [iteration.parent_model_version_id])
  const { training } = config
  if (!parent || training === null) throw brokenRun(row.id, 'a candidate without parent or training')
  const { epochs, batchSize, learningRateMultiplier } = training
  const key = trainedModelKey({
    parentKey: parent.model_key,
    trainingSetHash,
    epochs,
    batchSize,
    learningRateMultiplier,
    seed: config.seed,
  })
  const id = uuidv7()
  await tx.query(
    `insert into ${tx.schema}.model_versions
       (id, project, run_id, iteration_id, status, parent_id, endpoint_id, listed_model, model_key, training_set_id)
     values ($1, $2, $3, $4, 'CANDIDATE', $5, $6, $7, $8, $9)`,
    [
      id,
      row.project,
      row.id,
      iteration.id,
      parent.id,
      config.endpoint.id,
      parent.listed_model,
      key,
      iteration.training_set_id,
    ],
  )
  await tx.query(`update ${tx.schema}.iterations set model_version_id = $2 where id = $1`, [iteration.id, id])
  return id
}

async function readTrainingSet({ tx, row }: LockedRun, iteration: IterationRow) {
  const { rows } = await tx.query<{ content_hash: string; example_count: number }>(
    `select content_hash, example_count from ${tx.schema}.training_sets where id = $1`,
    [iteration.training_set_id],
  )
  if (rows[0] === undefined) throw brokenRun(row.id, `iteration ${iteration.number} without a training set`)
  return rows[0]
}
