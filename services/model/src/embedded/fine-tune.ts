import type { TrainingStep } from '../backend.ts'
import { mix32 } from '../families/random.ts'
import type { StepRunner, TrainingText } from './step-runner.ts'

/** What a fine-tuning follows from, besides the weights it starts with. */
export type FineTuneSettings = {
  readonly seed: number
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
}

const WARM_UP_STEPS = 10
const BETA2 = 0.98

/** Learning rate of a step counted from 1: linear warm-up over 10 steps, then linear decay to 10 %. */
export function fineTuneRateAt(step: number, totalSteps: number, learningRate: number): number {
  if (step <= WARM_UP_STEPS) return (learningRate * step) / WARM_UP_STEPS
  return learningRate * (1 - (0.9 * (step - WARM_UP_STEPS)) / (totalSteps - WARM_UP_STEPS))
}

/** Numbers 0…length-1 in an order that follows from the seed (Fisher-Yates). */
export function shuffledOrder(length: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor((mix32(mix32(seed) ^ Math.imul(i, 0x9e3779b1)) / 4_294_967_296) * (i + 1))
    const moved = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = moved
  }
  return order
}

/**
 * Yields after every update. Texts are taken in a seeded order, anew each epoch; the last batch of an epoch may be smaller.
 * @throws {NonFiniteGradientError}
 */
export function* fineTune(
  runner: StepRunner,
  texts: readonly TrainingText[],
  settings: FineTuneSettings,
): Generator<TrainingStep, void, void> {
  const stepsPerEpoch = Math.ceil(texts.length / settings.batchSize)
  const totalSteps = stepsPerEpoch * settings.epochs
  let step = 0
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const order = shuffledOrder(texts.length, settings.seed + epoch)
    for (let at = 0; at < texts.length; at += settings.batchSize) {
      step++
      const batch = [...order.slice(at, at + settings.batchSize)].flatMap((i) => texts[i] ?? [])
      const learningRate = fineTuneRateAt(step, totalSteps, settings.learningRate)
      const { loss, tokenAccuracy } = runner.step(batch, { learningRate, beta2: BETA2, weightDecay: 0 })
      yield { step, totalSteps, loss, tokenAccuracy }
    }
  }
}
