import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { iterationStarted } from '@chorus/schema/events/sampling.ts'
import { planLearning } from '../runs/plan-sample-sets.ts'
import { readModelVersions } from './model-versions.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, originOfRun } from './run-row.ts'

/** Settings of the loop. */
export type LoopSettings = {
  /** How long the sampler works for a run without hearing from the trainer. */
  readonly samplingLeaseMs: number
}

/** Opens iteration 0, the measuring of the starting model. */
export async function openBaseline({ tx, row }: LockedRun): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.iterations (id, run_id, number, status, questions_planned, parent_model_version_id, model_version_id)
     values ($1, $2, 0, 'EVALUATING', 0, $3, $3)`,
    [uuidv7(), row.id, row.base_model_version_id],
  )
}

/** Opens an iteration on fresh questions and asks the sampler for its learning paths. */
export async function openIteration(
  run: LockedRun,
  command: { readonly number: number; readonly firstQuestion: number; readonly questionCount: number },
  settings: LoopSettings,
): Promise<void> {
  const { tx, row } = run
  const { config } = row
  const { learning } = config
  if (learning === null) throw brokenRun(row.id, 'an iteration without a dataset to learn from')
  const model = await modelToSample(run, row.current_model_version_id)
  const iterationId = uuidv7()
  const sampleSet = planLearning({
    runId: row.id,
    config,
    dataset: learning,
    iteration: command.number,
    model,
    firstQuestion: command.firstQuestion,
    questionCount: command.questionCount,
  })
  await tx.query(
    `insert into ${tx.schema}.iterations
       (id, run_id, number, status, sample_set_id, questions_planned, parent_model_version_id)
     values ($1, $2, $3, 'SAMPLING', $4, $5, $6)`,
    [
      iterationId,
      row.id,
      command.number,
      sampleSet.sampleSetId,
      command.questionCount,
      row.current_model_version_id,
    ],
  )
  await addSampleSet(run, iterationId, sampleSet)
  const data = {
    runId: row.id,
    iterationId,
    iteration: command.number,
    budget: config.budget,
    leaseMs: settings.samplingLeaseMs,
    sampleSet,
  }
  await appendEvents(tx, [eventOf(iterationStarted, data, originOfRun(row))])
  await appendLog(run, {
    type: 'ITERATION_STARTED',
    iteration: command.number,
    message: `Iteration ${command.number}: sampling ${config.sampling.samplesPerQuestion} paths for each of ${command.questionCount} questions from ${model.name}`,
    details: { kind: 'STAGE', from: null, to: 'SAMPLING' },
  })
}

/** Remembers a sample set that is asked for; until its paths have been told the run does not end. */
export async function addSampleSet(
  { tx, row }: LockedRun,
  iterationId: string,
  sampleSet: { readonly sampleSetId: string; readonly key: string },
): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.sample_sets (id, run_id, iteration_id, key) values ($1, $2, $3, $4)`,
    [sampleSet.sampleSetId, row.id, iterationId, sampleSet.key],
  )
  await tx.query(
    `update ${tx.schema}.runs set is_sampler_busy = true, lease_renewed_at = clock_timestamp() where id = $1`,
    [row.id],
  )
}

/** Name and key of a model version that can be sampled. */
export async function modelToSample(
  { tx, row }: LockedRun,
  modelVersionId: string,
): Promise<{ name: string; key: string }> {
  const [version] = await readModelVersions(tx, row.project, [modelVersionId])
  if (version?.name) return { name: version.name, key: version.model_key }
  throw brokenRun(row.id, `model version ${modelVersionId} without a name`)
}

/** A state that the loop never makes. */
export function brokenRun(runId: string, what: string): ChorusError {
  return new ChorusError({ code: 'INTERNAL', message: `Run ${runId} has ${what}.`, details: { runId } })
}
