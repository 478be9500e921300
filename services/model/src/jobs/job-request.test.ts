import { expect, test } from 'vitest'
import { derivedSeed, jobRequest, resolveSettings, resultModelName } from './job-request.ts'

const defaults = { epochs: 1, batchSize: 32, learningRate: 3e-4 }
const resolve = (body: object) =>
  resolveSettings(jobRequest.parse({ model: 'tiny', training_file: 'file-1', ...body }), defaults)

test.each([
  ['nothing', {}, { epochs: 1, batchSize: 32, learningRate: 3e-4, learningRateMultiplier: 1 }],
  [
    'auto',
    { hyperparameters: { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' } },
    { epochs: 1, batchSize: 32, learningRate: 3e-4, learningRateMultiplier: 1 },
  ],
  [
    'numbers in the method',
    {
      method: {
        type: 'supervised',
        supervised: { hyperparameters: { n_epochs: 3, learning_rate_multiplier: 0.5 } },
      },
    },
    { epochs: 3, batchSize: 32, learningRate: 1.5e-4, learningRateMultiplier: 0.5 },
  ],
  [
    'the extension before the hyperparameters',
    { chorus: { learning_rate: 6e-4, batch_size: 8 }, hyperparameters: { batch_size: 4, n_epochs: 2 } },
    { epochs: 2, batchSize: 8, learningRate: 6e-4, learningRateMultiplier: 2 },
  ],
])('resolves %s', (_name, body, expected) => {
  expect(resolve(body)).toEqual(expected)
})

test('derives 31-bit seeds that differ by file and by suffix', () => {
  const seeds = ['a', 'b', 'c'].flatMap((file) => [derivedSeed(file, null), derivedSeed(file, 's')])
  expect(new Set(seeds).size).toBe(6)
  for (const seed of seeds) expect(jobRequest.shape.seed.safeParse(seed).success).toBe(true)
  expect(derivedSeed('a', 's')).toBe(derivedSeed('a', 's'))
})

test.each([
  ['tiny', 'ft:tiny:chorus:x'],
  ['ft:tiny:chorus:first', 'ft:tiny:chorus:x'],
  ['ft:other:elsewhere', 'ft:ft:other:elsewhere:chorus:x'],
])('names the child of %s', (parent, expected) => {
  expect(resultModelName(parent, 'x')).toBe(expected)
})
