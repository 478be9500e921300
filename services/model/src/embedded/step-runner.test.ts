import { expect, test } from 'vitest'
import { drawInitialWeights } from '../../pretrain/initial-weights.ts'
import { createKernel, PARAMETER_COUNT } from './kernel.ts'
import { createStepRunner, NonFiniteGradientError, type TrainingText } from './step-runner.ts'
import { BOS, encode } from './tokenizer.ts'

function textOf(text: string): TrainingText {
  const ids = [BOS, ...encode(text)]
  return { ids, losses: ids.slice(1).map((target, row) => ({ row, target })) }
}

const TEXTS = [
  'Q: Tom has 13 books. He buys 2 more.',
  ' 13+2=15. The answer is 15.',
  'A coin is heads up.',
].map(textOf)
const SETTINGS = { learningRate: 1e-3, beta2: 0.98, weightDecay: 0 }

function createRunner(weights: Float32Array) {
  const runner = createStepRunner(createKernel())
  runner.setWeights(weights)
  return runner
}

test('the gradient is the slope of the loss, by finite differences, in every kind of weight', () => {
  const weights = drawInitialWeights(1, PARAMETER_COUNT).map((weight) => weight * 1.5)
  const runner = createRunner(weights)
  runner.accumulate(TEXTS)
  const gradient = runner.gradient()
  const lossAt = (at: number, shift: number): number => {
    const moved = weights.slice()
    moved[at] = (weights[at] ?? 0) + shift
    runner.setWeights(moved)
    return runner.accumulate(TEXTS).loss
  }
  // Embedding of a used token, norm 1, Wqkv (q, k, v), Wo, norm 2, W1, W2 of both layers, final norm.
  const layer = [3, 64 + 5, 64 + 70, 64 + 140, 12_400, 16_450, 20_000, 40_000]
  const places = [encode('o')[0] ?? 0, ...layer, ...layer.map((at) => at + 49_280)].map((at, i) =>
    i === 0 ? at * 64 + 7 : 15_360 + at,
  )
  for (const at of [...places, 113_930]) {
    const step = 1e-2 * Math.max(0.3, Math.abs(weights[at] ?? 0))
    const slope = (lossAt(at, step) - lossAt(at, -step)) / (2 * step)
    expect(Math.abs(slope - (gradient[at] ?? Number.NaN)), `weight ${at}`).toBeLessThan(2e-4)
  }
})

test('a batch split into micro-batches has the gradient of the whole', () => {
  const weights = drawInitialWeights(2, PARAMETER_COUNT)
  const long = textOf('Then he buys 2 more. '.repeat(40))
  const runner = createRunner(weights)
  const whole = runner.accumulate([long, ...TEXTS, long, long])
  const parts = [[long], TEXTS, [long], [long]].map((texts) => runner.accumulate(texts))
  const sum = parts.reduce((total, { loss, lossTokens }) => total + loss * lossTokens, 0)
  expect(whole.loss).toBeCloseTo(sum / whole.lossTokens, 5)
})

test('training the same batches twice gives the same bits', () => {
  const train = (): Float32Array => {
    const runner = createRunner(drawInitialWeights(3, PARAMETER_COUNT))
    for (let step = 0; step < 3; step++) runner.step(TEXTS, SETTINGS)
    return runner.weights()
  }
  expect(train()).toEqual(train())
})

test('a gradient that is not finite aborts before anything is updated', () => {
  const weights = drawInitialWeights(4, PARAMETER_COUNT)
  weights[113_920] = Number.POSITIVE_INFINITY
  const runner = createRunner(weights)
  expect(() => runner.step(TEXTS, SETTINGS)).toThrow(NonFiniteGradientError)
  expect(runner.weights()).toEqual(weights)
})

test('a text longer than the context is refused', () => {
  const runner = createRunner(drawInitialWeights(5, PARAMETER_COUNT))
  expect(() => runner.accumulate([textOf('x'.repeat(448))])).toThrow(RangeError)
})
