import { expect, test } from 'vitest'
import { drawArithmetic } from './arithmetic.ts'
import { COIN_PROMPT_SET, PROMPT_SET } from './prompt-set.ts'
import { createRandom } from './random.ts'
import { drawShippedDatasets } from './shipped-datasets.ts'
import { type Split, splitOf } from './split.ts'

const random = createRandom(1)
const questions = Array.from({ length: 40_000 }, () => drawArithmetic(3, random))
const bySplit = Map.groupBy(questions, ({ text }) => splitOf(text))

test.each<[Split, number]>([
  ['PRETRAIN', 0.6],
  ['LEARN', 0.15],
  ['TUNE', 0.05],
  ['GATE', 0.1],
  ['REPORT', 0.1],
])('the split %s has its share of %d', (split, share) => {
  expect((bySplit.get(split)?.length ?? 0) / questions.length).toBeCloseTo(share, 2)
})

// Chi-squared, 9 degrees of freedom: 27.9 is exceeded once in a thousand draws. Golds are not uniform themselves
// (starts are 5…60), so every split is compared with all questions.
test.each<Split>(['PRETRAIN', 'LEARN', 'TUNE', 'GATE', 'REPORT'])(
  'last and first digits of the answers in %s are spread as in all questions: the split is tied to no digit rule',
  (split) => {
    const members = bySplit.get(split) ?? []
    for (const digitOf of [(gold: string) => gold.at(-1), (gold: string) => gold.padStart(2, '0').at(0)]) {
      let chiSquared = 0
      for (const digit of '0123456789') {
        const share = questions.filter(({ gold }) => digitOf(gold) === digit).length / questions.length
        const expected = share * members.length
        if (expected < 5) continue
        chiSquared +=
          (members.filter(({ gold }) => digitOf(gold) === digit).length - expected) ** 2 / expected
      }
      expect(chiSquared).toBeLessThan(27.9)
    }
  },
)

test('shipped questions are all different and lie in the split of their dataset', () => {
  const datasets = drawShippedDatasets()
  const texts = datasets.flatMap((dataset) => dataset.questions.map(({ text }) => text))
  expect(new Set(texts).size).toBe(1210)
  for (const { split, questions: own } of datasets)
    for (const { text } of own) expect(splitOf(text)).toBe(split)
})

test('worked examples of the prompt sets come from the pretraining split', () => {
  for (const { question } of [...PROMPT_SET.exemplars, ...COIN_PROMPT_SET.exemplars]) {
    expect(splitOf(question)).toBe('PRETRAIN')
  }
})
