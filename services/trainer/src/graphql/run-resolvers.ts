import { toCursor } from '@chorus/common/src/paging/keyset-page.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { isIterationOver } from '../runs/iteration-machine.ts'
import { hasEnded } from '../runs/run-machine.ts'
import type { IterationRow } from '../store/iteration-row.ts'
import type { RunRow } from '../store/run-row.ts'
import type { GraphqlContext } from './context.ts'
import type { Resolvers } from './generated.ts'
import { loadOwn, mustLoad } from './load-own.ts'

/** The opaque cursor of a line of a run's log. */
export function logCursor(runId: string, sequence: number): string {
  return toCursor([runId, String(sequence)])
}

async function currentIteration(run: RunRow, context: GraphqlContext): Promise<IterationRow | null> {
  const iterations = await context.loaders.iterationsOfRun.load(run.id)
  return iterations.at(-1) ?? null
}

async function currentJob(run: RunRow, context: GraphqlContext) {
  const iteration = await currentIteration(run, context)
  if (iteration?.status !== 'TRAINING' || iteration.model_version_id === null) return null
  return context.loaders.jobs.load(iteration.model_version_id)
}

async function lastLoss(run: RunRow, context: GraphqlContext) {
  const job = await currentJob(run, context)
  return job ? ((await context.loaders.losses.load(job.id)).at(-1) ?? null) : null
}

async function evaluationCounts(run: RunRow, context: GraphqlContext) {
  const iteration = await currentIteration(run, context)
  return iteration ? context.loaders.evaluationCounts.load(iteration.id) : { asked: 0, scored: 0 }
}

/** Resolvers of runs, their configs and their progress. */
export const runResolvers: Pick<
  Resolvers<GraphqlContext>,
  'Run' | 'RunProgress' | 'RunConfig' | 'LearningConfig' | 'EvaluationPlan'
> = {
  Run: {
    __resolveReference: ({ id }, context) => loadOwn('Run', id, context.loaders.runs),
    id: (run) => toGlobalId('Run', run.id),
    name: (run) => run.name,
    status: (run) => run.status,
    statusReason: (run) => run.status_reason,
    config: (run) => run,
    contentHash: (run) => run.content_hash,
    progress: (run) => run,
    iterations: async (run, _args, { loaders }) =>
      (await loaders.iterationsOfRun.load(run.id)).filter((iteration) => iteration.number > 0),
    baseModelVersion: async (run, _args, { loaders }) => ({
      ...(await mustLoad(loaders.modelVersions, run.base_model_version_id)),
      scopeRunId: run.id,
    }),
    currentModelVersion: async (run, _args, { loaders }) => ({
      ...(await mustLoad(loaders.modelVersions, run.current_model_version_id)),
      scopeRunId: run.id,
    }),
    lastCursor: (run) => (run.last_sequence === 0 ? null : logCursor(run.id, run.last_sequence)),
    createdAt: (run) => run.created_at,
    startedAt: (run) => run.started_at,
    finishedAt: (run) => run.finished_at,
  },
  RunProgress: {
    __resolveReference: ({ id }, context) => loadOwn('Run', id, context.loaders.runs),
    id: (run) => toGlobalId('Run', run.id),
    stage: async (run, _args, context) => {
      const iteration = await currentIteration(run, context)
      if (iteration === null || hasEnded(run.status) || isIterationOver(iteration.status)) return null
      return iteration.number === 0 ? 'BASELINE' : iteration.status
    },
    iteration: async (run, _args, context) => (await currentIteration(run, context))?.number ?? 0,
    iterationsPlanned: (run) => (run.config.learning ? run.config.iterations : 0),
    questionsPlanned: async (run, _args, context) =>
      (await currentIteration(run, context))?.questions_planned ?? 0,
    trainingStep: async (run, _args, context) => (await lastLoss(run, context))?.step ?? null,
    trainingStepsPlanned: async (run, _args, context) =>
      (await currentJob(run, context))?.steps_planned ?? null,
    loss: async (run, _args, context) => (await lastLoss(run, context))?.loss ?? null,
    evaluationsScored: async (run, _args, context) => (await evaluationCounts(run, context)).scored,
    evaluationsPlanned: async (run, _args, context) => (await evaluationCounts(run, context)).asked,
  },
  RunConfig: {
    seed: (run) => run.config.seed,
    iterations: (run) => run.config.iterations,
    endpoint: (run) => ({ id: toGlobalId('Endpoint', run.config.endpoint.id) }),
    model: (run) => run.config.model,
    promptSet: (run) => ({ id: toGlobalId('PromptSet', run.config.promptSet.id) }),
    learning: (run) => run.config.learning,
    sampling: (run) => run.config.sampling,
    minAgreement: (run) => run.config.minAgreement,
    training: (run) => run.config.training,
    evaluations: (run) => [...run.config.evaluations],
    gate: (run) => run.config.gate,
    budget: (run) => {
      const { maxCostUsd, maxTokens } = run.config.budget
      return maxCostUsd === null && maxTokens === null ? null : run.config.budget
    },
    hash: (run) => run.config_hash,
  },
  LearningConfig: {
    dataset: (learning) => ({ id: toGlobalId('Dataset', learning.datasetId) }),
  },
  EvaluationPlan: {
    dataset: (plan) => ({ id: toGlobalId('Dataset', plan.datasetId) }),
    methods: (plan) => [...plan.methods],
    promptSet: (plan) => ({ id: toGlobalId('PromptSet', plan.promptSet.id) }),
  },
}
