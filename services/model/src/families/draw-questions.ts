import { drawArithmetic } from './arithmetic.ts'
import { drawCoin } from './coin.ts'
import type { FamilyQuestion } from './question.ts'
import { createRandom, type Random } from './random.ts'
import { type Split, splitOf } from './split.ts'

/** Draws one question of a family: arithmetic with that many operations, or a coin passed by that many people. */
export function drawQuestion(
  family: FamilyQuestion['family'],
  steps: number,
  random: Random,
): FamilyQuestion {
  return family === 'arithmetic' ? drawArithmetic(steps, random) : drawCoin(steps, random)
}

/** Different questions of one split, `steps` taken in turn; none whose text is in `taken`, to which they are added. */
export function drawQuestions(input: {
  readonly family: FamilyQuestion['family']
  readonly steps: readonly number[]
  readonly split: Split
  readonly count: number
  readonly seed: number
  readonly taken?: Set<string>
}): FamilyQuestion[] {
  const random = createRandom(input.seed)
  const taken = input.taken ?? new Set<string>()
  const questions: FamilyQuestion[] = []
  while (questions.length < input.count) {
    const steps = input.steps[questions.length % input.steps.length] ?? 1
    const question = drawQuestion(input.family, steps, random)
    if (splitOf(question.text) !== input.split || taken.has(question.text)) continue
    taken.add(question.text)
    questions.push(question)
  }
  return questions
}
