import type { EvaluationMethod } from '@chorus/schema/method/sample-set.ts'
import type { Approval, DatasetUse, TrainingPreset } from './run-config.ts'

type Optional<T> = T | null | undefined

/** A request for a run as it comes in: its form is right, its values are not yet checked. Ids are GraphQL ids. */
export type CreateRunRequest = {
  readonly name?: Optional<string>
  readonly seed?: Optional<number>
  readonly iterations?: Optional<number>
  readonly endpointId?: Optional<string>
  readonly model?: Optional<string>
  readonly modelVersionId?: Optional<string>
  readonly promptSetId: string
  readonly learning?: Optional<{
    readonly datasetId: string
    readonly questionsPerIteration?: Optional<number>
  }>
  readonly sampling?: Optional<{
    readonly samplesPerQuestion?: Optional<number>
    readonly temperature?: Optional<number>
    readonly topP?: Optional<number>
    readonly maxTokens?: Optional<number>
  }>
  readonly minAgreement?: Optional<number>
  readonly training?: Optional<{
    readonly preset?: Optional<TrainingPreset>
    readonly epochs?: Optional<number>
    readonly batchSize?: Optional<number>
    readonly learningRateMultiplier?: Optional<number>
  }>
  readonly evaluations?: Optional<
    readonly {
      readonly datasetId: string
      readonly use: DatasetUse
      readonly methods?: Optional<readonly EvaluationMethod[]>
      /** Default the run's. */
      readonly promptSetId?: Optional<string>
    }[]
  >
  readonly gate?: Optional<{
    readonly tolerancePoints?: Optional<number>
    readonly approval?: Optional<Approval>
  }>
  readonly budget?: Optional<{
    readonly maxCostUsd?: Optional<string>
    readonly maxTokens?: Optional<string>
  }>
  readonly idempotencyKey: string
}

/** A dataset as the sampler tells it. */
export type SourceDataset = {
  readonly id: string
  readonly name: string
  readonly kind: 'UNLABELLED' | 'LABELLED'
  readonly status: 'OPEN' | 'SEALED'
  readonly questionCount: number
  readonly contentHash: string | null
}

/** Questions that two datasets share; ids are GraphQL ids. */
export type SourceOverlap = {
  readonly a: string
  readonly b: string
  readonly sharedQuestions: number
  readonly example: string | null
}

/** An endpoint as the sampler tells it. */
export type SourceEndpoint = {
  readonly id: string
  readonly name: string
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
  readonly fineTuning: boolean
  readonly archived: boolean
}

/** A prompt set as the sampler tells it. */
export type SourcePromptSet = {
  readonly id: string
  readonly contentHash: string
  readonly content: {
    readonly systemPrompt: string | null
    readonly exemplars: readonly {
      readonly question: string
      readonly reasoning: string
      readonly answer: string
    }[]
    readonly questionTemplate: string
    readonly stepByStepTrigger: string
    readonly answerMarker: string
    readonly stop: readonly string[]
  }
}

/** A model version to start from. */
export type SourceModelVersion = {
  readonly id: string
  /** GraphQL id. */
  readonly endpointId: string
  readonly name: string | null
  readonly listedModel: string
  readonly modelKey: string
}

/** Everything that a request names, as it was found; null, or no entry under its GraphQL id, for what there is not. */
export type RunSources = {
  readonly datasets: ReadonlyMap<string, SourceDataset>
  readonly overlaps: readonly SourceOverlap[]
  readonly endpoint: SourceEndpoint | null
  readonly promptSets: ReadonlyMap<string, SourcePromptSet>
  readonly modelVersion: SourceModelVersion | null
}
