import { toGlobalId } from '@chorus/schema/ids.ts'
import { comparePaired } from '../evaluation/paired-change.ts'
import { wilsonInterval } from '../evaluation/wilson.ts'
import type { EvaluationRow } from '../store/read-evaluations.ts'
import type { GraphqlContext } from './context.ts'
import type { Resolvers } from './generated.ts'
import { loadOwn, mustLoad } from './load-own.ts'
import type { ModelVersionParent } from './parents.ts'

/** The same measurement of another model version in the same run, where a dataset stands in one plan only; null when there is none. */
async function counterpart(
  evaluation: EvaluationRow,
  context: GraphqlContext,
  isWanted: (other: EvaluationRow) => boolean,
): Promise<EvaluationRow | null> {
  const all = await context.loaders.evaluationsOfRun.load(evaluation.run_id)
  return (
    all.find(
      (other) =>
        other.dataset_id === evaluation.dataset_id && other.method === evaluation.method && isWanted(other),
    ) ?? null
  )
}

function change(before: EvaluationRow | null, after: EvaluationRow) {
  return before === null ? null : comparePaired(before.outcomes, after.outcomes)
}

async function inScope(version: ModelVersionParent, id: string, context: GraphqlContext) {
  const row = await mustLoad(context.loaders.modelVersions, id)
  return version.scopeRunId === undefined ? row : { ...row, scopeRunId: version.scopeRunId }
}

/** Resolvers of model versions, their jobs and their evaluations. */
export const modelResolvers: Pick<
  Resolvers<GraphqlContext>,
  'ModelVersion' | 'TrainingJob' | 'Evaluation'
> = {
  ModelVersion: {
    __resolveReference: ({ id }, context) => loadOwn('ModelVersion', id, context.loaders.modelVersions),
    id: (version) => toGlobalId('ModelVersion', version.id),
    name: (version) => version.name,
    status: (version) => version.status,
    parent: (version, _args, context) =>
      version.parent_id === null ? null : inScope(version, version.parent_id, context),
    endpoint: (version) => ({ id: toGlobalId('Endpoint', version.endpoint_id) }),
    trainingSet: (version, _args, { loaders }) =>
      version.training_set_id === null ? null : loaders.trainingSets.load(version.training_set_id),
    job: (version, _args, { loaders }) => loaders.jobs.load(version.id),
    evaluations: async (version, _args, { loaders }) => {
      const all = await loaders.evaluationsOfVersion.load(version.id)
      const { scopeRunId } = version
      return scopeRunId === undefined ? all : all.filter((item) => item.run_id === scopeRunId)
    },
    createdAt: (version) => version.created_at,
  },
  TrainingJob: {
    id: (job) => job.job_id,
    suffix: (job) => job.suffix,
    status: (job) => job.status,
    trainedTokens: (job) => job.trained_tokens,
    lossCurve: (job, _args, { loaders }) => loaders.losses.load(job.id),
  },
  Evaluation: {
    __resolveReference: ({ id }, context) => loadOwn('Evaluation', id, context.loaders.evaluations),
    id: (evaluation) => toGlobalId('Evaluation', evaluation.id),
    modelVersion: async (evaluation, _args, { loaders }) => ({
      ...(await mustLoad(loaders.modelVersions, evaluation.model_version_id)),
      scopeRunId: evaluation.run_id,
    }),
    dataset: (evaluation) => ({ id: toGlobalId('Dataset', evaluation.dataset_id) }),
    accuracy: (evaluation) => (evaluation.n === 0 ? 0 : evaluation.correct / evaluation.n),
    interval: (evaluation) => wilsonInterval(evaluation.correct, evaluation.n),
    meanAgreement: (evaluation) => evaluation.mean_agreement,
    changeFromBase: async (evaluation, _args, context) =>
      evaluation.iteration === 0
        ? null
        : change(await counterpart(evaluation, context, (other) => other.iteration === 0), evaluation),
    changeFromParent: async (evaluation, _args, context) => {
      const parentId = evaluation.parent_model_version_id
      if (parentId === null) return null
      const before = await counterpart(evaluation, context, (other) => other.model_version_id === parentId)
      return change(before, evaluation)
    },
  },
}
