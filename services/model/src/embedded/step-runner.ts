import type { Kernel } from './kernel.ts'
import { CONTEXT_TOKENS, PARAMETER_COUNT } from './kernel.ts'
import { USED_VOCABULARY } from './tokenizer.ts'

/** One text to train on. `losses` names a row and the token that must follow it (usually the next one). */
export type TrainingText = {
  readonly ids: readonly number[]
  readonly losses: readonly { readonly row: number; readonly target: number }[]
}

/** Adam's settings for one step. */
export type StepSettings = {
  readonly learningRate: number
  readonly beta2: number
  readonly weightDecay: number
}

/** Mean loss over the loss tokens (nats), share predicted right, gradient norm before clipping. */
export type StepFigures = {
  readonly loss: number
  readonly tokenAccuracy: number
  readonly gradientNorm: number
  readonly lossTokens: number
}

/** A training loop's inner half: weights and moments live in the kernel's memory. */
export type StepRunner = {
  readonly setWeights: (weights: Float32Array) => void
  readonly weights: () => Float32Array
  readonly gradient: () => Float32Array
  /** Loss and gradient of a batch, without an update. */
  readonly accumulate: (texts: readonly TrainingText[]) => StepFigures
  /** One update on a batch. @throws {NonFiniteGradientError} before anything is updated */
  readonly step: (texts: readonly TrainingText[], settings: StepSettings) => StepFigures
  /** Log-probability of every loss target, teacher-forced, texts in order. */
  readonly scoreTargets: (texts: readonly TrainingText[]) => number[]
}

/** The gradient's norm was infinite or not a number; the weights are those before the step. */
export class NonFiniteGradientError extends Error {
  override readonly name = 'NonFiniteGradientError'
}

/** Tokens of one packed micro-batch; a batch above it is split and its gradients added up. */
const CAPACITY_TOKENS = 1024
const BETA1 = 0.9
const EPSILON = 1e-8
const CLIP_NORM = 1

function packMicroBatches(texts: readonly TrainingText[]): TrainingText[][] {
  const batches: TrainingText[][] = []
  let open: TrainingText[] = []
  let tokens = 0
  for (const text of texts) {
    if (text.ids.length > CONTEXT_TOKENS) {
      throw new RangeError(
        `expected a text of at most ${CONTEXT_TOKENS} tokens, got ${text.ids.length}; shorten it`,
      )
    }
    if (tokens + text.ids.length > CAPACITY_TOKENS) {
      batches.push(open)
      open = []
      tokens = 0
    }
    open.push(text)
    tokens += text.ids.length
  }
  if (open.length > 0) batches.push(open)
  return batches
}

/** Writes a micro-batch into the kernel; gives its sizes. */
function writeBatch(kernel: Kernel, texts: readonly TrainingText[]) {
  const ids = kernel.ints(kernel.trainTokens(), CAPACITY_TOKENS)
  const lengths = kernel.ints(kernel.trainTextLengths(), CAPACITY_TOKENS)
  const rows = kernel.ints(kernel.trainLossRows(), CAPACITY_TOKENS)
  const targets = kernel.ints(kernel.trainLossTargets(), CAPACITY_TOKENS)
  let tokens = 0
  let losses = 0
  for (const [i, text] of texts.entries()) {
    ids.set(text.ids, tokens)
    lengths[i] = text.ids.length
    for (const { row, target } of text.losses) {
      rows[losses] = tokens + row
      targets[losses] = target
      losses++
    }
    tokens += text.ids.length
  }
  return { tokens, losses }
}

/** Makes a runner over a fresh kernel; Adam's moments start at zero. */
export function createStepRunner(kernel: Kernel): StepRunner {
  kernel.trainInit(CAPACITY_TOKENS)
  let steps = 0
  const accumulate = (texts: readonly TrainingText[]): StepFigures => {
    const lossTokens = texts.reduce((sum, text) => sum + text.losses.length, 0)
    let loss = 0
    let correct = 0
    kernel.zeroGradient()
    for (const batch of packMicroBatches(texts)) {
      const { tokens, losses } = writeBatch(kernel, batch)
      loss += kernel.trainForward(tokens, batch.length, losses, USED_VOCABULARY)
      correct += kernel.trainCorrectCount()
      kernel.trainBackward(tokens, batch.length, losses, USED_VOCABULARY, 1 / lossTokens)
    }
    return {
      loss: loss / lossTokens,
      tokenAccuracy: correct / lossTokens,
      gradientNorm: Number.NaN,
      lossTokens,
    }
  }
  return {
    setWeights: (weights) => {
      kernel.floats(kernel.trainWeights(), PARAMETER_COUNT).set(weights)
      kernel.zeroMoments()
      steps = 0
    },
    weights: () => kernel.floats(kernel.trainWeights(), PARAMETER_COUNT).slice(),
    gradient: () => kernel.floats(kernel.trainGradient(), PARAMETER_COUNT).slice(),
    accumulate,
    step: (texts, { learningRate, beta2, weightDecay }) => {
      const figures = accumulate(texts)
      steps++
      const gradientNorm = kernel.trainUpdate(
        steps,
        learningRate,
        BETA1,
        beta2,
        EPSILON,
        weightDecay,
        CLIP_NORM,
      )
      if (!Number.isFinite(gradientNorm)) {
        throw new NonFiniteGradientError(
          `expected a finite gradient at step ${steps}, got ${gradientNorm}; lower the learning rate`,
        )
      }
      return { ...figures, gradientNorm }
    },
    scoreTargets: (texts) =>
      packMicroBatches(texts).flatMap((batch) => {
        const { tokens, losses } = writeBatch(kernel, batch)
        kernel.trainForward(tokens, batch.length, losses, USED_VOCABULARY)
        return [...kernel.floats(kernel.trainLossLogProbs(), losses)]
      }),
  }
}
