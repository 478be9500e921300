import type { EventMeta } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { DataOf, iterationStarted } from '@chorus/schema/events/index.ts'
import { blockRun } from './block-run.ts'
import { bucketOf } from './bucket-of.ts'
import { samplingChannel } from './channels.ts'

/** What `iteration-started` and `evaluation-requested` say. */
export type SampleSetOrder = DataOf<typeof iterationStarted>

/** Takes an order in: the run's lease and budget, the sample set, and one task for each question. An order that can't be carried out blocks the run. */
export async function openSampleSet(tx: Transaction, order: SampleSetOrder, event: EventMeta): Promise<void> {
  await upsertRun(tx, order, event)
  const problem = await findProblem(tx, order, event.project)
  if (problem !== null) return blockRun(tx, { runId: order.runId, cause: 'NOT_ALLOWED', reason: problem })
  if (!(await insertSampleSet(tx, order, event.project))) return
  const { sampleSet } = order
  await tx.query(
    `insert into ${tx.schema}.sampling_tasks (project, sample_set_id, run_id, endpoint_id, question_id)
     select $1, $2, $3, $4, id from ${tx.schema}.questions
     where dataset_id = $5 and position >= $6 and position < $6::int + $7::int order by position`,
    [
      event.project,
      sampleSet.sampleSetId,
      order.runId,
      sampleSet.endpointId,
      sampleSet.datasetId,
      sampleSet.firstQuestion,
      sampleSet.questionCount,
    ],
  )
  tx.wake(samplingChannel)
}

/** A run that was cancelled or has ended stays so; a paused or blocked one waits for run-resumed. */
async function upsertRun(tx: Transaction, order: SampleSetOrder, event: EventMeta): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.runs as r (id, project, actor, lease_until, max_cost_usd, max_tokens, iteration_id, iteration)
     values ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms', $5, $6, $7, $8)
     on conflict (id) do update set
       lease_until = greatest(r.lease_until, excluded.lease_until),
       max_cost_usd = excluded.max_cost_usd, max_tokens = excluded.max_tokens,
       iteration_id = case when excluded.iteration >= r.iteration then excluded.iteration_id else r.iteration_id end,
       iteration = greatest(r.iteration, excluded.iteration)`,
    [
      order.runId,
      event.project,
      event.actor,
      order.leaseMs,
      order.budget.maxCostUsd,
      order.budget.maxTokens,
      order.iterationId,
      order.iteration,
    ],
  )
}

/** Why an order can't be carried out, for people; null when it can. */
async function findProblem(tx: Transaction, order: SampleSetOrder, project: string): Promise<string | null> {
  const { sampleSet } = order
  const { rows } = await tx.query<{
    kind: string | null
    status: string | null
    question_count: number
    prompts: number
    versions: number
  }>(
    `select d.kind, d.status, coalesce(d.question_count, 0) as question_count,
       (select count(*)::int from ${tx.schema}.prompt_sets p where p.id = $2 and p.project = $5) as prompts,
       (select count(*)::int from ${tx.schema}.endpoint_versions v join ${tx.schema}.endpoints e on e.id = v.endpoint_id
        where v.endpoint_id = $3 and v.version = $4 and e.project = $5) as versions
     from (select 1) one left join ${tx.schema}.datasets d on d.id = $1 and d.project = $5`,
    [sampleSet.datasetId, sampleSet.promptSetId, sampleSet.endpointId, sampleSet.endpointVersion, project],
  )
  const found = rows[0]
  const end = sampleSet.firstQuestion + sampleSet.questionCount
  if (found === undefined || found.kind === null) return lacks(`dataset ${sampleSet.datasetId}`)
  if (found.prompts === 0) return lacks(`prompt set ${sampleSet.promptSetId}`)
  if (found.versions === 0) {
    return lacks(`version ${sampleSet.endpointVersion} of endpoint ${sampleSet.endpointId}`)
  }
  if (found.status !== 'SEALED')
    return 'Expected a sealed dataset, found one that is open. Seal it and resume the run.'
  if (found.question_count < end) {
    return `Expected ${end} questions in the dataset, found ${found.question_count}. Start a run that asks fewer.`
  }
  const wanted = sampleSet.purpose === 'EVALUATION' ? 'LABELLED' : 'UNLABELLED'
  if (found.kind === wanted) return null
  return sampleSet.purpose === 'EVALUATION'
    ? 'Expected a labelled dataset to measure with, found one without gold answers. Start a run with a labelled one.'
    : 'Expected an unlabelled dataset to learn from, found a labelled one. Gold answers never enter the loop: start a run with an unlabelled one.'
}

function lacks(what: string): string {
  return `Expected ${what} in the project, found nothing. Start a run with one that is there.`
}

/** False when it is there already: the order came twice. */
async function insertSampleSet(tx: Transaction, order: SampleSetOrder, project: string): Promise<boolean> {
  const { sampleSet } = order
  const { rowCount } = await tx.query(
    `insert into ${tx.schema}.sample_sets (id, project, run_id, iteration_id, iteration, evaluation_id, purpose, bucket, request,
       endpoint_id, endpoint_version, dataset_id, question_count, paths_per_question)
     select $1, $2, r.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 from ${tx.schema}.runs r
     where r.id = $3 and r.status not in ('CANCELLED', 'ENDED')
     on conflict (id) do nothing`,
    [
      sampleSet.sampleSetId,
      project,
      order.runId,
      order.iterationId,
      order.iteration,
      sampleSet.evaluationId,
      sampleSet.purpose,
      bucketOf(sampleSet.sampleSetId),
      JSON.stringify(sampleSet),
      sampleSet.endpointId,
      sampleSet.endpointVersion,
      sampleSet.datasetId,
      sampleSet.questionCount,
      sampleSet.sampling.samplesPerQuestion,
    ],
  )
  return rowCount === 1
}
