import { baseModelKey } from '@chorus/schema/method/model-key.ts'
import { type EvaluationMethod, METHODS } from '@chorus/schema/method/sample-set.ts'
import type { CreateRunRequest, RunSources, SourceDataset } from './create-run-request.ts'
import type { DatasetUse, PinnedDataset, RunConfig } from './run-config.ts'

/** The paper's values, where the request gives none. */
const DEFAULTS = {
  sampling: { samplesPerQuestion: 32, temperature: 0.7, topP: 1, maxTokens: 256 },
  training: { preset: 'PAPER', epochs: 1, batchSize: 32, learningRateMultiplier: 1 },
  gate: { tolerancePoints: 5, approval: 'AUTOMATIC' },
} as const

/** Methods by which a dataset of a use is measured when the request names none. */
function defaultMethods(use: DatasetUse): readonly EvaluationMethod[] {
  return use === 'GATE' ? ['COT'] : METHODS
}

/**
 * Pins everything that a run depends on: values with their defaults, and what the ids stood for.
 * @param input.request must have passed checkValues and checkSources; null when something is missing all the same.
 * @param input.toKey gives the bare UUID of a GraphQL id.
 */
export function resolveConfig(input: {
  readonly request: CreateRunRequest
  readonly sources: RunSources
  readonly drawnSeed: number
  readonly toKey: (id: string) => string
}): RunConfig | null {
  const { request, sources, toKey } = input
  const { endpoint, promptSet, modelVersion } = sources
  const model = modelVersion?.name ?? request.model
  if (!endpoint || !promptSet || !model) return null
  const iterations = request.iterations ?? 1
  const pin = (id: string) => pinDataset(sources.datasets.get(id), toKey)
  const learningDataset = request.learning ? pin(request.learning.datasetId) : null
  return {
    seed: request.seed ?? input.drawnSeed,
    iterations,
    endpoint: {
      id: toKey(endpoint.id),
      version: endpoint.version,
      baseUrl: endpoint.baseUrl,
      keyVariable: endpoint.keyVariable,
      requestTimeoutMs: endpoint.requestTimeoutMs,
      models: endpoint.models,
    },
    model,
    listedModel: modelVersion?.listedModel ?? model,
    modelKey: modelVersion?.modelKey ?? baseModelKey(model),
    promptSet: { ...promptSet, id: toKey(promptSet.id) },
    learning: learningDataset && {
      ...learningDataset,
      questionsPerIteration:
        request.learning?.questionsPerIteration ??
        Math.max(1, Math.floor(learningDataset.questionCount / iterations)),
    },
    sampling: {
      samplesPerQuestion: request.sampling?.samplesPerQuestion ?? DEFAULTS.sampling.samplesPerQuestion,
      temperature: request.sampling?.temperature ?? DEFAULTS.sampling.temperature,
      topP: request.sampling?.topP ?? DEFAULTS.sampling.topP,
      maxTokens: request.sampling?.maxTokens ?? DEFAULTS.sampling.maxTokens,
    },
    minAgreement: request.minAgreement ?? null,
    training: request.training
      ? {
          preset: request.training.preset ?? DEFAULTS.training.preset,
          epochs: request.training.epochs ?? DEFAULTS.training.epochs,
          batchSize: request.training.batchSize ?? DEFAULTS.training.batchSize,
          learningRateMultiplier:
            request.training.learningRateMultiplier ?? DEFAULTS.training.learningRateMultiplier,
        }
      : null,
    evaluations: (request.evaluations ?? []).flatMap((plan) => {
      const dataset = pin(plan.datasetId)
      const wanted = plan.methods ?? defaultMethods(plan.use)
      const methods = METHODS.filter((method) => wanted.includes(method))
      return dataset ? [{ ...dataset, use: plan.use, methods }] : []
    }),
    gate: {
      tolerancePoints: request.gate?.tolerancePoints ?? DEFAULTS.gate.tolerancePoints,
      approval: request.gate?.approval ?? DEFAULTS.gate.approval,
    },
    budget: {
      maxCostUsd: request.budget?.maxCostUsd ?? null,
      maxTokens: request.budget?.maxTokens ?? null,
    },
  }
}

function pinDataset(dataset: SourceDataset | undefined, toKey: (id: string) => string): PinnedDataset | null {
  if (!dataset?.contentHash) return null
  const { name, contentHash, questionCount } = dataset
  return { datasetId: toKey(dataset.id), name, contentHash, questionCount }
}
