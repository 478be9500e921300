import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { evaluationRequested } from '@chorus/schema/events/sampling.ts'
import { planEvaluation } from '../runs/plan-sample-sets.ts'
import type { IterationRow } from './iteration-row.ts'
import { addSampleSet, brokenRun, type LoopSettings, modelToSample } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, originOfRun } from './run-row.ts'

/** Asks for every evaluation of the iteration's model version: each plan by each of its methods. */
export async function requestEvaluations(
  run: LockedRun,
  iteration: IterationRow,
  settings: LoopSettings,
): Promise<void> {
  const { tx, row } = run
  const { config } = row
  const versionId = iteration.model_version_id
  if (versionId === null) throw brokenRun(row.id, `iteration ${iteration.number} without a model version`)
  const model = await modelToSample(run, versionId)
  const tasks = config.evaluations.flatMap((plan) => plan.methods.map((method) => ({ plan, method })))
  for (const { plan, method } of tasks) {
    const evaluationId = uuidv7()
    const sampleSet = planEvaluation({
      runId: row.id,
      config,
      plan,
      iteration: iteration.number,
      model,
      method,
      evaluationId,
    })
    await tx.query(
      `insert into ${tx.schema}.evaluations
         (id, run_id, iteration_id, model_version_id, dataset_id, dataset_hash, dataset_name, use, method, sample_set_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        evaluationId,
        row.id,
        iteration.id,
        versionId,
        plan.datasetId,
        plan.contentHash,
        plan.name,
        plan.use,
        method,
        sampleSet.sampleSetId,
      ],
    )
    await addSampleSet(run, iteration.id, sampleSet)
    const data = {
      runId: row.id,
      iterationId: iteration.id,
      iteration: iteration.number,
      budget: config.budget,
      leaseMs: settings.samplingLeaseMs,
      sampleSet,
    }
    await appendEvents(tx, [eventOf(evaluationRequested, data, originOfRun(row))])
  }
  await appendLog(run, {
    type: 'STAGE_CHANGED',
    iteration: iteration.number,
    message: `Measuring ${model.name}: ${tasks.length} evaluations on ${config.evaluations.length} datasets`,
    details: { kind: 'STAGE', from: null, to: 'EVALUATING' },
  })
}
