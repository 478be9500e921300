import { expect, test } from 'vitest'
import { COIN_PROMPT_SET, PROMPT_SET, renderPrompt } from './prompt-set.ts'

test('worked examples end with the answer sentence once, after their reasoning or alone', () => {
  expect(renderPrompt(PROMPT_SET, 'FEW_SHOT_COT', 'Why?')).toBe(
    `Q: Zoe has 52 marbles. She buys 7 more. Then she finds 2 more. Then she loses 5. How many marbles does she have now?
A: 52+7=59. 59+2=61. 61-5=56. The answer is 56.

Q: Ben has 60 stamps. He gives away 8. Then he loses 2. Then he loses 9. How many stamps does he have now?
A: 60-8=52. 52-2=50. 50-9=41. The answer is 41.

Q: Why?
A:`,
  )
  expect(renderPrompt(COIN_PROMPT_SET, 'FEW_SHOT_DIRECT', 'Why?')).toBe(
    `Q: A coin is heads up. Tom does not flip it. Eve flips it. Ann does not flip it. Sam does not flip it. Is it still heads up?
A: The answer is no.

Q: A coin is heads up. Tom flips it. Sam does not flip it. Eve does not flip it. Lily flips it. Is it still heads up?
A: The answer is yes.

Q: Why?
A:`,
  )
})

test('shipped reasoning holds no answer sentence: whoever renders it adds that', () => {
  for (const { exemplars, answerMarker } of [PROMPT_SET, COIN_PROMPT_SET]) {
    for (const { reasoning } of exemplars) expect(reasoning).not.toContain(answerMarker)
  }
})
