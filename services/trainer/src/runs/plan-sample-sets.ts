import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'
import type { SampleSetRequest } from '@chorus/schema/events/parts.ts'
import {
  type EvaluationMethod,
  formatOf,
  type SamplingValues,
  sampleSetKey,
} from '@chorus/schema/method/sample-set.ts'
import {
  type EvaluationPlan,
  type PinnedDataset,
  type RunConfig,
  type SampledPromptSet,
  toSampled,
} from './run-config.ts'

/** The only arm of an iteration until control arms exist. */
export const MAIN_ARM = 'main'

/** Version of the answer extraction that votes are asked for. */
const EXTRACTION_VERSION = 1

/** Paths per question, and their temperature, of SELF_CONSISTENCY: the paper's m and T. */
const SELF_CONSISTENCY = { samplesPerQuestion: 32, temperature: 0.7 } as const

/** A model version as a sample set needs it. */
export type SampledModel = { readonly name: string; readonly key: string }

/** Sampling values by which a method measures. */
export function measuringValues(method: EvaluationMethod, sampling: SamplingValues): SamplingValues {
  const { topP, maxTokens } = sampling
  if (method === 'SELF_CONSISTENCY') return { ...SELF_CONSISTENCY, topP, maxTokens }
  return { samplesPerQuestion: 1, temperature: 0, topP, maxTokens }
}

type Plan = {
  readonly runId: string
  readonly config: RunConfig
  readonly iteration: number
  readonly model: SampledModel
  readonly dataset: PinnedDataset
  readonly promptSet: SampledPromptSet
  readonly method: EvaluationMethod | 'LEARNING'
  readonly evaluationId: string | null
  readonly firstQuestion: number
  readonly questionCount: number
  readonly sampling: SamplingValues
  readonly minAgreement: number | null
}

/** The learning paths of an iteration: the questions from `firstQuestion` on, in the dataset's order. */
export function planLearning(input: {
  readonly runId: string
  readonly config: RunConfig
  readonly dataset: PinnedDataset
  readonly iteration: number
  readonly model: SampledModel
  readonly firstQuestion: number
  readonly questionCount: number
}): SampleSetRequest {
  const { sampling, minAgreement } = input.config
  const promptSet = toSampled(input.config.promptSet)
  return request({ ...input, promptSet, method: 'LEARNING', evaluationId: null, sampling, minAgreement })
}

/** The paths of one evaluation: all questions of a labelled dataset with its plan's prompt set, voted by plurality without a threshold. */
export function planEvaluation(input: {
  readonly runId: string
  readonly config: RunConfig
  readonly plan: EvaluationPlan
  readonly iteration: number
  readonly model: SampledModel
  readonly method: EvaluationMethod
  readonly evaluationId: string
}): SampleSetRequest {
  return request({
    ...input,
    dataset: input.plan,
    promptSet: input.plan.promptSet,
    firstQuestion: 0,
    questionCount: input.plan.questionCount,
    sampling: measuringValues(input.method, input.config.sampling),
    minAgreement: null,
  })
}

function request(plan: Plan): SampleSetRequest {
  const { config, model, dataset, promptSet, method, firstQuestion, questionCount, sampling } = plan
  const purpose = method === 'LEARNING' ? 'LEARNING' : 'EVALUATION'
  const format = formatOf(method)
  const key = sampleSetKey({
    runSeed: config.seed,
    iteration: plan.iteration,
    purpose,
    arm: MAIN_ARM,
    format,
    method,
    modelKey: model.key,
    promptSetHash: promptSet.contentHash,
    datasetHash: dataset.contentHash,
    firstQuestion,
    questionCount,
    sampling,
  })
  return {
    sampleSetId: uuidv5(plan.runId, [key]),
    key,
    purpose,
    arm: MAIN_ARM,
    method,
    format,
    runSeed: config.seed,
    evaluationId: plan.evaluationId,
    endpointId: config.endpoint.id,
    endpointVersion: config.endpoint.version,
    model: model.name,
    promptSetId: promptSet.id,
    datasetId: dataset.datasetId,
    firstQuestion,
    questionCount,
    sampling,
    policy: {
      answerMarker: promptSet.answerMarker,
      minAgreement: plan.minAgreement,
      extractionVersion: EXTRACTION_VERSION,
    },
  }
}
