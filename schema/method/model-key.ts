import { hashOf } from './canonical-json.ts'

/** Key of a model that was there before: its name at the endpoint is all that is known of its content. */
export function baseModelKey(model: string): string {
  return hashOf({ base: model })
}

/** Key of a trained model: what it came from and what it learnt, without the name it was given. */
export function trainedModelKey(input: {
  readonly parentKey: string
  readonly trainingSetHash: string
  readonly epochs: number
  readonly batchSize: number
  readonly learningRateMultiplier: number
  readonly seed: number
}): string {
  return hashOf(input)
}
