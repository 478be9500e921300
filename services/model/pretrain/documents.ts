import { CONTEXT_TOKENS } from '../src/embedded/kernel.ts'
import type { TrainingText } from '../src/embedded/step-runner.ts'
import { BOS, EOS, encode } from '../src/embedded/tokenizer.ts'
import { drawArithmetic } from '../src/families/arithmetic.ts'
import { drawArithmeticReasoning } from '../src/families/arithmetic-solution.ts'
import { drawCoin, drawCoinReasoning } from '../src/families/coin.ts'
import type { Random } from '../src/families/random.ts'
import { splitOf } from '../src/families/split.ts'

/** What the corpus is made of; shares in percent. */
export type Corpus = {
  readonly name: string
  /** Lists of 4–8 questions, of all documents. */
  readonly listPercent: number
  /** Bare facts, of the other documents. */
  readonly drillPercent: number
  /** Few-shot documents, of those with answers. */
  readonly fewShotPercent: number
  readonly maxFewShot: number
  /** Coin documents, of lists and of documents with answers. */
  readonly coinPercent: number
}

type Solved = { readonly text: string; readonly gold: string; readonly reasoning: string }

/** Draws until the question belongs to the PRETRAIN split. */
function drawSolved(coin: boolean, random: Random): Solved {
  for (;;) {
    if (coin) {
      const problem = drawCoin(4 + random.int(2), random)
      const reasoning = drawCoinReasoning(problem, random)
      if (splitOf(problem.text) === 'PRETRAIN') return { text: problem.text, gold: problem.gold, reasoning }
    } else {
      const problem = drawArithmetic(random.pick([2, 3, 3, 4]), random)
      const reasoning = drawArithmeticReasoning(problem, random)
      if (splitOf(problem.text) === 'PRETRAIN') return { text: problem.text, gold: problem.gold, reasoning }
    }
  }
}

/** Grows a text piece by piece; loss pieces are predicted token by token. */
function createTextBuilder() {
  const ids: number[] = [BOS]
  const losses: { row: number; target: number }[] = []
  return {
    add: (text: string, withLoss: boolean) => {
      for (const id of encode(text)) {
        if (withLoss) losses.push({ row: ids.length - 1, target: id })
        ids.push(id)
      }
    },
    /** The end token is a target here; text may still follow in the document. */
    end: () => losses.push({ row: ids.length - 1, target: EOS }),
    build: (): TrainingText => ({ ids, losses }),
  }
}

function drawDrill(random: Random): TrainingText {
  const facts = Array.from({ length: 3 + random.int(5) }, () => {
    const a = random.int(91)
    const b = 1 + random.int(9)
    if (random.int(2) === 0) return random.percent(20) ? `${b}+${a}=${a + b}.` : `${a}+${b}=${a + b}.`
    return `${a + b}-${b}=${a}.`
  })
  const builder = createTextBuilder()
  for (const fact of facts) {
    const equals = fact.indexOf('=') + 1
    builder.add(` ${fact.slice(0, equals)}`, false)
    builder.add(fact.slice(equals), true)
  }
  return builder.build()
}

function drawList(corpus: Corpus, random: Random): TrainingText {
  const coin = random.percent(corpus.coinPercent)
  const builder = createTextBuilder()
  const count = 4 + random.int(5)
  for (let i = 0; i < count; i++) {
    builder.add(i === 0 ? 'Q:' : '\n\nQ:', i > 0)
    builder.add(` ${drawSolved(coin, random).text}`, true)
  }
  builder.end()
  return builder.build()
}

function drawZeroShot(corpus: Corpus, random: Random): TrainingText {
  const { text, gold, reasoning } = drawSolved(random.percent(corpus.coinPercent), random)
  const stepByStep = random.percent(75)
  const builder = createTextBuilder()
  builder.add(`Q: ${text}\nA:${stepByStep ? " Let's think step by step." : ''}`, false)
  builder.add(`${stepByStep ? ` ${reasoning}` : ''} The answer is ${gold}.`, true)
  builder.end()
  return builder.build()
}

/** The first answer of a step-by-step document carries no loss: a bare `A:` must stay the mark of a direct answer. */
function drawFewShot(corpus: Corpus, random: Random): TrainingText {
  const coin = random.percent(corpus.coinPercent)
  const stepByStep = random.percent(75)
  const builder = createTextBuilder()
  const count = 2 + random.int(corpus.maxFewShot - 1)
  for (let i = 0; i < count; i++) {
    const { text, gold, reasoning } = drawSolved(coin, random)
    const withLoss = i > 0 || !stepByStep
    builder.add(`${i === 0 ? '' : '\n\n'}Q: ${text}\nA:`, false)
    builder.add(`${stepByStep ? ` ${reasoning}` : ''} The answer is ${gold}.`, withLoss)
    if (withLoss) builder.end()
  }
  return builder.build()
}

/** One document of the corpus, never longer than the context. */
export function drawDocument(corpus: Corpus, random: Random): TrainingText {
  for (;;) {
    const document = random.percent(corpus.listPercent)
      ? drawList(corpus, random)
      : random.percent(corpus.drillPercent)
        ? drawDrill(random)
        : random.percent(corpus.fewShotPercent)
          ? drawFewShot(corpus, random)
          : drawZeroShot(corpus, random)
    if (document.ids.length <= CONTEXT_TOKENS) return document
  }
}
