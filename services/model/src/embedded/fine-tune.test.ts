import { expect, test } from 'vitest'
import { drawInitialWeights } from '../../pretrain/initial-weights.ts'
import { encodeRow } from './chat-template.ts'
import { fineTune, fineTuneRateAt, shuffledOrder } from './fine-tune.ts'
import { createKernel, PARAMETER_COUNT } from './kernel.ts'
import { createStepRunner } from './step-runner.ts'

const texts = Array.from({ length: 70 }, (_, i) =>
  encodeRow([
    { role: 'user', content: `Q: ${i}\nA:` },
    { role: 'assistant', content: `The answer is ${i}.` },
  ]),
)

function run(seed: number) {
  const runner = createStepRunner(createKernel())
  runner.setWeights(drawInitialWeights(1, PARAMETER_COUNT))
  const settings = { seed, epochs: 2, batchSize: 32, learningRate: 1e-3 }
  return { steps: [...fineTune(runner, texts, settings)], weights: runner.weights() }
}

test('the rate climbs for ten steps and falls to a tenth at the last', () => {
  expect(fineTuneRateAt(1, 100, 1)).toBeCloseTo(0.1)
  expect(fineTuneRateAt(10, 100, 1)).toBe(1)
  expect(fineTuneRateAt(55, 100, 1)).toBeCloseTo(0.55)
  expect(fineTuneRateAt(100, 100, 1)).toBeCloseTo(0.1)
})

test('an order has every row once and follows from its seed', () => {
  const order = shuffledOrder(1000, 7)
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  expect(shuffledOrder(1000, 7)).toEqual(order)
  expect(shuffledOrder(1000, 8)).not.toEqual(order)
})

test('the last batch of an epoch may be smaller, and the loss falls', () => {
  const { steps } = run(1)
  expect(steps.map(({ step, totalSteps }) => [step, totalSteps])).toEqual(
    [1, 2, 3, 4, 5, 6].map((n) => [n, 6]),
  )
  expect(steps.at(-1)?.loss).toBeLessThan(steps[0]?.loss ?? 0)
})

test('the same seed gives the same weights to the bit, another seed others', () => {
  const { weights } = run(1)
  expect(run(1).weights).toEqual(weights)
  expect(run(2).weights).not.toEqual(weights)
})
