import { hashOf } from '@chorus/schema/method/canonical-json.ts'
import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import type { EvaluationMethod, SamplingValues } from '@chorus/schema/method/sample-set.ts'

export type DatasetUse = 'TUNE' | 'GATE' | 'REPORT'
export type TrainingPreset = 'PAPER' | 'GENTLE'
export type Approval = 'AUTOMATIC' | 'REQUIRED'

/** An endpoint as the run pinned it. */
export type PinnedEndpoint = {
  readonly id: string
  readonly version: number
  readonly baseUrl: string
  readonly keyVariable: string | null
  readonly requestTimeoutMs: number
  readonly models: readonly {
    readonly name: string
    readonly promptUsdPerMillionTokens: string
    readonly completionUsdPerMillionTokens: string
    readonly trainingUsdPerMillionTokens: string
  }[]
}

/** A dataset as the run pinned it. */
export type PinnedDataset = {
  readonly datasetId: string
  readonly name: string
  readonly contentHash: string
  readonly questionCount: number
}

/** A prompt set as the run pinned it. */
export type PinnedPromptSet = {
  readonly id: string
  readonly contentHash: string
  readonly content: PromptSetContent
}

/** What a sample set needs to know of its prompt set; the sampler has the rest. */
export type SampledPromptSet = Pick<PinnedPromptSet, 'id' | 'contentHash'> & {
  readonly answerMarker: string
}

/** What a sample set needs to know of a prompt set. */
export function toSampled({ id, contentHash, content }: PinnedPromptSet): SampledPromptSet {
  return { id, contentHash, answerMarker: content.answerMarker }
}

/** What is measured on one labelled dataset. */
export type EvaluationPlan = PinnedDataset & {
  readonly use: DatasetUse
  readonly methods: readonly EvaluationMethod[]
  readonly promptSet: SampledPromptSet
}

/** How a training set is built and trained on. */
export type TrainingPlan = {
  readonly preset: TrainingPreset
  readonly epochs: number
  readonly batchSize: number
  readonly learningRateMultiplier: number
}

/** Everything that determines a run, as it was accepted; stored with it and never changed. */
export type RunConfig = {
  readonly seed: number
  readonly iterations: number
  readonly endpoint: PinnedEndpoint
  /** Name at the endpoint of the model that the run starts from. */
  readonly model: string
  /** Name of the model at the root of its lineage: the one that stands in the endpoint's list, with prices. */
  readonly listedModel: string
  /** Key of the starting model (schema/method/model-key.ts). */
  readonly modelKey: string
  /** What is learnt with; an evaluation plan has its own or the same. */
  readonly promptSet: PinnedPromptSet
  readonly learning: (PinnedDataset & { readonly questionsPerIteration: number }) | null
  readonly sampling: SamplingValues
  readonly minAgreement: number | null
  readonly training: TrainingPlan | null
  readonly evaluations: readonly EvaluationPlan[]
  readonly gate: { readonly tolerancePoints: number; readonly approval: Approval }
  readonly budget: { readonly maxCostUsd: string | null; readonly maxTokens: string | null }
}

/** SHA-256 of a run's settings by content: datasets, prompt sets and model by their hashes, without ids, names and prices. */
export function configHash(config: RunConfig): string {
  const { seed, iterations, modelKey, sampling, minAgreement, training, gate, budget } = config
  return hashOf({
    seed,
    iterations,
    modelKey,
    promptSetHash: config.promptSet.contentHash,
    learning: config.learning && {
      datasetHash: config.learning.contentHash,
      questionsPerIteration: config.learning.questionsPerIteration,
    },
    sampling,
    minAgreement,
    training,
    evaluations: config.evaluations.map((plan) => ({
      datasetHash: plan.contentHash,
      use: plan.use,
      methods: plan.methods,
      promptSetHash: plan.promptSet.contentHash,
    })),
    gate,
    budget,
  })
}
