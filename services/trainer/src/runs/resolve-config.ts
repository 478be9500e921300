import { baseModelKey } from '@chorus/schema/method/model-key.ts'
import { type EvaluationMethod, METHODS } from '@chorus/schema/method/sample-set.ts'
import type {
  CreateRunRequest,
  RunSources,
  SourceDataset,
  SourceEndpoint,
  SourcePromptSet,
} from './create-run-request.ts'
import {
  type DatasetUse,
  type EvaluationPlan,
  type PinnedDataset,
  type PinnedPromptSet,
  type RunConfig,
  type TrainingPlan,
  toSampled,
} from './run-config.ts'

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
  const { endpoint, modelVersion } = sources
  const promptSet = sources.promptSets.get(request.promptSetId)
  const model = modelVersion?.name ?? request.model
  if (!endpoint || !promptSet || !model) return null
  const iterations = request.iterations ?? 1
  const evaluations = pinEvaluations(request, sources, toKey)
  if (evaluations === null) return null
  const learningId = request.learning?.datasetId
  const learningDataset = learningId ? pinDataset(sources.datasets.get(learningId), toKey) : null
  return {
    seed: request.seed ?? input.drawnSeed,
    iterations,
    endpoint: pinEndpoint(endpoint, toKey),
    model,
    listedModel: modelVersion?.listedModel ?? model,
    modelKey: modelVersion?.modelKey ?? baseModelKey(model),
    promptSet: pinPromptSet(promptSet, toKey),
    learning: pinLearning(request, learningDataset, iterations),
    sampling: withDefaults(DEFAULTS.sampling, request.sampling),
    minAgreement: request.minAgreement ?? null,
    training: request.training ? withDefaults<TrainingPlan>(DEFAULTS.training, request.training) : null,
    evaluations,
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

/** Null when a dataset or a prompt set is missing. */
function pinEvaluations(
  request: CreateRunRequest,
  sources: RunSources,
  toKey: (id: string) => string,
): EvaluationPlan[] | null {
  const plans: EvaluationPlan[] = []
  for (const { datasetId, use, methods, promptSetId } of request.evaluations ?? []) {
    const dataset = pinDataset(sources.datasets.get(datasetId), toKey)
    const promptSet = sources.promptSets.get(promptSetId ?? request.promptSetId)
    if (!dataset || !promptSet) return null
    const wanted = methods ?? defaultMethods(use)
    plans.push({
      ...dataset,
      use,
      methods: METHODS.filter((method) => wanted.includes(method)),
      promptSet: toSampled(pinPromptSet(promptSet, toKey)),
    })
  }
  return plans
}

function pinPromptSet(promptSet: SourcePromptSet, toKey: (id: string) => string): PinnedPromptSet {
  return { ...promptSet, id: toKey(promptSet.id) }
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
