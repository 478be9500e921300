import { hashOf } from './canonical-json.ts'

export const FORMATS = ['FEW_SHOT_COT', 'FEW_SHOT_DIRECT', 'ZERO_SHOT_COT', 'ZERO_SHOT_DIRECT'] as const
export type Format = (typeof FORMATS)[number]

export const METHODS = ['DIRECT', 'COT', 'SELF_CONSISTENCY'] as const
export type EvaluationMethod = (typeof METHODS)[number]

export type Purpose = 'LEARNING' | 'EVALUATION'

/** Values of one draw; every one of them is sent explicitly. */
export type SamplingValues = {
  /** Paths per question, 1–128. */
  readonly samplesPerQuestion: number
  /** 0–2. */
  readonly temperature: number
  /** (0, 1]. */
  readonly topP: number
  /** Longest completion in tokens. */
  readonly maxTokens: number
}

/** Everything that determines what is sampled, by content: no generated ids, no names. */
export type SampleSetContent = {
  readonly runSeed: number
  readonly iteration: number
  readonly purpose: Purpose
  readonly arm: string
  readonly format: Format
  readonly method: EvaluationMethod | 'LEARNING'
  /** SHA-256 that names the model by what it learnt (see model-key.ts). */
  readonly modelKey: string
  readonly promptSetHash: string
  readonly datasetHash: string
  /** First question's position in the dataset, and how many follow. */
  readonly firstQuestion: number
  readonly questionCount: number
  readonly sampling: SamplingValues
}

/** Key of a sample set: SHA-256 of its content, hex. */
export function sampleSetKey(content: SampleSetContent): string {
  return hashOf(content)
}

/** Prompt format in which a method asks its questions. */
export function formatOf(method: EvaluationMethod | 'LEARNING'): Format {
  return method === 'DIRECT' ? 'FEW_SHOT_DIRECT' : 'FEW_SHOT_COT'
}
