import { drawQuestions } from '../src/families/draw-questions.ts'
import { familyOf } from '../src/families/parse-question.ts'
import { COIN_PROMPT_SET, PROMPT_SET, type PromptFormat, renderPrompt } from '../src/families/prompt-set.ts'
import type { FamilyQuestion } from '../src/families/question.ts'
import { sampleTexts } from './sample-texts.ts'

/** What a text answers, after the marker; null when it does not say. */
export function answerOf(text: string): string | null {
  return /The answer is (\w+)\./.exec(text)?.[1] ?? null
}

/** The winning answer and its share of all paths; null on a tie or without any answer. */
export function vote(texts: readonly string[]): { answer: string; agreement: number } | null {
  const counts = new Map<string, number>()
  for (const text of texts) {
    const answer = answerOf(text)
    if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1])
  if (first === undefined || first[1] === second?.[1]) return null
  return { answer: first[0], agreement: first[1] / texts.length }
}

const setFor = (family: FamilyQuestion['family']) => (family === 'coin' ? COIN_PROMPT_SET : PROMPT_SET)
const percent = (right: number, of: number): number => Math.round((1000 * right) / of) / 10

/** Share of questions answered right at temperature 0, percent. */
export function measureGreedy(
  weights: Float32Array,
  questions: readonly FamilyQuestion[],
  format: PromptFormat,
): number {
  const prompts = questions.map(({ family, text }) => renderPrompt(setFor(family), format, text))
  const texts = sampleTexts(weights, prompts, { paths: 1, temperature: 0, maxTokens: 64, seed: 1 })
  return percent(
    questions.filter(({ gold }, i) => answerOf(texts[i]?.[0] ?? '') === gold).length,
    questions.length,
  )
}

/** Share of questions whose plurality of 32 paths at temperature 0.7 is right, and of right single paths, percent. */
export function measureVoting(weights: Float32Array, questions: readonly FamilyQuestion[], seed: number) {
  const prompts = questions.map(({ family, text }) => renderPrompt(setFor(family), 'FEW_SHOT_COT', text))
  const texts = sampleTexts(weights, prompts, { paths: 32, temperature: 0.7, maxTokens: 64, seed })
  const votes = texts.map(vote)
  const right = questions.filter(({ gold }, i) => votes[i]?.answer === gold).length
  const singles = questions.map(
    ({ gold }, i) => (texts[i] ?? []).filter((text) => answerOf(text) === gold).length,
  )
  return {
    majority32: percent(right, questions.length),
    meanSample: percent(
      singles.reduce((a, b) => a + b, 0),
      32 * questions.length,
    ),
    meanAgreement: percent(
      votes.reduce((sum, outcome) => sum + (outcome?.agreement ?? 0), 0),
      votes.length,
    ),
  }
}

/** Share of 200 questions, written after lists of four or five TUNE questions at temperature 0.7, that are well formed. */
export function measureWrittenQuestions(weights: Float32Array): number {
  const seen = drawQuestions({
    family: 'arithmetic',
    steps: [2, 3, 3, 4],
    split: 'TUNE',
    count: 40,
    seed: 77,
  })
  const prompts = Array.from({ length: 25 }, (_, i) => {
    const listed = seen.slice(i, i + 4 + (i % 2)).map(({ text }) => `Q: ${text}`)
    return `${listed.join('\n\n')}\n\nQ:`
  })
  const texts = sampleTexts(weights, prompts, { paths: 8, temperature: 0.7, maxTokens: 96, seed: 5 }).flat()
  return percent(texts.filter((text) => familyOf(text.trimStart()) !== null).length, texts.length)
}

/** Every figure that choosing a base looks at; TUNE questions only. */
export function measureBase(weights: Float32Array) {
  const draw = (family: 'arithmetic' | 'coin', steps: readonly number[], count: number, seed: number) =>
    drawQuestions({ family, steps, split: 'TUNE', count, seed })
  const three = draw('arithmetic', [3], 200, 11)
  const four = draw('arithmetic', [4], 150, 12)
  const coins = draw('coin', [4, 5], 100, 13)
  return {
    threeSteps: {
      fewShotDirect: measureGreedy(weights, three, 'FEW_SHOT_DIRECT'),
      zeroShotDirect: measureGreedy(weights, three, 'ZERO_SHOT_DIRECT'),
      fewShotCot: measureGreedy(weights, three, 'FEW_SHOT_COT'),
      zeroShotCot: measureGreedy(weights, three, 'ZERO_SHOT_COT'),
      ...measureVoting(weights, three, 21),
    },
    fourSteps: {
      fewShotCot: measureGreedy(weights, four, 'FEW_SHOT_COT'),
      ...measureVoting(weights, four, 22),
    },
    coin: {
      zeroShotCot: measureGreedy(weights, coins, 'ZERO_SHOT_COT'),
      fewShotCot: measureGreedy(weights, coins, 'FEW_SHOT_COT'),
      ...measureVoting(weights, coins, 23),
    },
    writtenQuestionsWellFormed: measureWrittenQuestions(weights),
  }
}
