import type { Corpus } from './documents.ts'
import type { Recipe } from './train-base.ts'

/** The corpus of the shipped base. */
export const CORPUS: Corpus = {
  name: 'lists',
  listPercent: 10,
  drillPercent: 20,
  fewShotPercent: 35,
  maxFewShot: 5,
  coinPercent: 8,
}

/** The same without question lists and with at most four Q/A: kept to show what the change costs. */
export const CORPUS_WITHOUT_LISTS: Corpus = { ...CORPUS, name: 'no-lists', listPercent: 0, maxFewShot: 4 }

/** The recipe with a seed and a corpus. */
export function createRecipe(seed: number, corpus: Corpus): Recipe {
  return {
    seed,
    corpus,
    steps: 8000,
    documentsPerStep: 16,
    learningRate: 4e-3,
    warmUpSteps: 100,
    weightDecay: 0.01,
    beta2: 0.98,
  }
}
