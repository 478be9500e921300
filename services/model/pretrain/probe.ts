import { encodeRow } from '../src/embedded/chat-template.ts'
import { fineTune } from '../src/embedded/fine-tune.ts'
import { createKernel } from '../src/embedded/kernel.ts'
import { createStepRunner } from '../src/embedded/step-runner.ts'
import { drawQuestions } from '../src/families/draw-questions.ts'
import { PROMPT_SET, renderPrompt } from '../src/families/prompt-set.ts'
import type { FamilyQuestion } from '../src/families/question.ts'
import { createRandom } from '../src/families/random.ts'
import { answerOf, measureGreedy, measureVoting, vote } from './measure.ts'
import { sampleTexts } from './sample-texts.ts'

const ITERATIONS = 3
const QUESTIONS = 120
const FORMATS = ['FEW_SHOT_COT', 'ZERO_SHOT_COT', 'FEW_SHOT_DIRECT', 'ZERO_SHOT_DIRECT'] as const

/** The gentle preset: one row a format for every question with a winner, the path for each drawn by seed. */
function buildRows(questions: readonly FamilyQuestion[], texts: readonly string[][], seed: number) {
  const random = createRandom(seed)
  return questions.flatMap(({ text }, i) => {
    const paths = texts[i] ?? []
    const winner = vote(paths)?.answer
    const kept = paths.filter((path) => winner !== undefined && answerOf(path) === winner)
    if (kept.length === 0) return []
    return FORMATS.map((format) => {
      const content = format.endsWith('COT') ? random.pick(kept) : `The answer is ${winner}.`
      return encodeRow([
        { role: 'user', content: renderPrompt(PROMPT_SET, format, text) },
        { role: 'assistant', content },
      ])
    })
  })
}

/** Figures after an iteration; `votesRight` is the share of its questions whose winner was right, null for the base. */
type Climb = {
  readonly votesRight: number | null
  readonly greedyCot: number
  readonly greedyDirect: number
  readonly greedyCotFourSteps: number
} & ReturnType<typeof measureVoting>

/**
 * A small self-training of three iterations on LEARN questions without their answers, measured on TUNE questions
 * before and after each: what a base must climb by before it is accepted.
 */
export function probeBase(base: Float32Array, seed: number, learningRate: number): Climb[] {
  const learn = drawQuestions({ family: 'arithmetic', steps: [3], split: 'LEARN', count: 360, seed: 101 })
  const three = drawQuestions({ family: 'arithmetic', steps: [3], split: 'TUNE', count: 200, seed: 11 })
  const four = drawQuestions({ family: 'arithmetic', steps: [4], split: 'TUNE', count: 150, seed: 12 })
  const runner = createStepRunner(createKernel())
  const figuresOf = (weights: Float32Array) => ({
    greedyCot: measureGreedy(weights, three, 'FEW_SHOT_COT'),
    greedyDirect: measureGreedy(weights, three, 'FEW_SHOT_DIRECT'),
    greedyCotFourSteps: measureGreedy(weights, four, 'FEW_SHOT_COT'),
    ...measureVoting(weights, three, 31),
  })
  let weights = base
  const climb: Climb[] = [{ votesRight: null, ...figuresOf(base) }]
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const questions = learn.slice(iteration * QUESTIONS, (iteration + 1) * QUESTIONS)
    const prompts = questions.map(({ text }) => renderPrompt(PROMPT_SET, 'FEW_SHOT_COT', text))
    const drawSeed = seed * 1_000_003 + iteration * 131_071
    const texts = sampleTexts(weights, prompts, {
      paths: 32,
      temperature: 0.7,
      maxTokens: 64,
      seed: drawSeed,
    })
    const rows = buildRows(questions, texts, drawSeed)
    runner.setWeights(weights)
    for (const _ of fineTune(runner, rows, { seed: drawSeed, epochs: 1, batchSize: 32, learningRate })) {
      // Every step is an update of the runner's weights; nothing to do between them.
    }
    weights = runner.weights()
    const votesRight =
      questions.filter(({ gold }, i) => vote(texts[i] ?? [])?.answer === gold).length / QUESTIONS
    climb.push({ votesRight, ...figuresOf(weights) })
  }
  return climb
}
