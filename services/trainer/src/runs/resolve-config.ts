import { baseModelKey } from '@chorus/schema/method/model-key.ts'
import { type EvaluationMethod, METHODS } from '@chorus/schema/method/sample-set.ts'
import type { CreateRunRequest, RunSources, SourceDataset, SourceEndpoint } from './create-run-request.ts'
import type { DatasetUse, PinnedDataset, RunConfig, TrainingPlan } from './run-config.ts'

/** The paper's values, where the request gives none. */
const DEFAULTS: Pick<RunConfig, 'sampling' | 'gate'> & { readonly training: TrainingPlan } = {
  sampling: { samplesPerQuestion: 32, temperature: 0.7, topP: 1, maxTokens: 256 },
  training: { preset: 'PAPER', epochs: 1, batchSize: 32, learningRateMultiplier: 1 },
  gate: { tolerancePoints: 5, approval: 'AUTOMATIC' },
}

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
    endpoint: pinEndpoint(endpoint, toKey),
    model,
    listedModel: modelVersion?.listedModel ?? model,
    modelKey: modelVersion?.modelKey ?? baseModelKey(model),
    promptSet: { ...promptSet, id: toKey(promptSet.id) },
    learning: pinLearning(request, learningDataset, iterations),
    sampling: withDefaults(DEFAULTS.sampling, request.sampling),
    minAgreement: request.minAgreement ?? null,
    training: request.training ? withDefaults<TrainingPlan>(DEFAULTS.training, request.training) : null,
    evaluations: (request.evaluations ?? []).flatMap((plan) => {
      const dataset = pin(plan.datasetId)
      const wanted = plan.methods ?? defaultMethods(plan.use)
      const methods = METHODS.filter((method) => wanted.includes(method))
      return dataset ? [{ ...dataset, use: plan.use, methods }] : []
    }),
    gate: withDefaults<RunConfig['gate']>(DEFAULTS.gate, request.gate),
    budget: {
      maxCostUsd: request.budget?.maxCostUsd ?? null,
      maxTokens: request.budget?.maxTokens ?? null,
    },
  }
}

/** The defaults, and over them what was given; null counts as not given. */
function withDefaults<T extends object>(
  defaults: T,
  given: { readonly [Name in keyof T]?: T[Name] | null | undefined } | null | undefined,
): T {
  const values = Object.keys(defaults).map((name) => [
    name,
    given?.[name as keyof T] ?? defaults[name as keyof T],
  ])
  return Object.fromEntries(values) as T
}

function pinLearning(
  request: CreateRunRequest,
  dataset: PinnedDataset | null,
  iterations: number,
): RunConfig['learning'] {
  if (dataset === null) return null
  const evenly = Math.max(1, Math.floor(dataset.questionCount / iterations))
  return { ...dataset, questionsPerIteration: request.learning?.questionsPerIteration ?? evenly }
}

function pinEndpoint(endpoint: SourceEndpoint, toKey: (id: string) => string): RunConfig['endpoint'] {
  const { version, baseUrl, keyVariable, requestTimeoutMs, models } = endpoint
  return { id: toKey(endpoint.id), version, baseUrl, keyVariable, requestTimeoutMs, models }
}

function pinDataset(dataset: SourceDataset | undefined, toKey: (id: string) => string): PinnedDataset | null {
  if (!dataset?.contentHash) return null
  const { name, contentHash, questionCount } = dataset
  return { datasetId: toKey(dataset.id), name, contentHash, questionCount }
}
