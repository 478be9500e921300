import { createKernel, PARAMETER_COUNT } from '../src/embedded/kernel.ts'
import { createStepRunner } from '../src/embedded/step-runner.ts'
import { createRandom } from '../src/families/random.ts'
import { type Corpus, drawDocument } from './documents.ts'
import { drawInitialWeights } from './initial-weights.ts'

/** Everything a base checkpoint follows from. */
export type Recipe = {
  readonly seed: number
  readonly corpus: Corpus
  readonly steps: number
  readonly documentsPerStep: number
  readonly learningRate: number
  readonly warmUpSteps: number
  readonly weightDecay: number
  readonly beta2: number
}

/** Learning rate of a step counted from 1: linear warm-up, then a cosine down to 10 %. */
export function learningRateAt(recipe: Recipe, step: number): number {
  if (step <= recipe.warmUpSteps) return (recipe.learningRate * step) / recipe.warmUpSteps
  const progress = (step - recipe.warmUpSteps) / (recipe.steps - recipe.warmUpSteps)
  return recipe.learningRate * (0.55 + 0.45 * Math.cos(Math.PI * progress))
}

/**
 * Trains a base from nothing; several minutes of one core.
 * `onReport` hears the mean loss of every 250 steps and the tokens seen so far.
 */
export function trainBase(
  recipe: Recipe,
  onReport: (report: { step: number; loss: number; tokens: number }) => void,
): { weights: Float32Array; tokens: number } {
  const runner = createStepRunner(createKernel())
  const random = createRandom(recipe.seed)
  runner.setWeights(drawInitialWeights(recipe.seed, PARAMETER_COUNT))
  let tokens = 0
  let sum = 0
  for (let step = 1; step <= recipe.steps; step++) {
    const documents = Array.from({ length: recipe.documentsPerStep }, () =>
      drawDocument(recipe.corpus, random),
    )
    for (const document of documents) tokens += document.ids.length
    const { loss } = runner.step(documents, {
      learningRate: learningRateAt(recipe, step),
      beta2: recipe.beta2,
      weightDecay: recipe.weightDecay,
    })
    sum += loss
    if (step % 250 === 0) {
      onReport({ step, loss: sum / 250, tokens })
      sum = 0
    }
  }
  return { weights: runner.weights(), tokens }
}
