// Makes the base checkpoint: trains every seed, measures and probes it, chooses one by the rule of choose-base.ts, and writes
// checkpoints/chorus-tiny-1.ckpt with its figures. Weights already trained are kept in services/model/dist/pretrain and not trained again.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCheckpoint, sha256, writeCheckpoint } from '../src/embedded/checkpoint.ts'
import { chooseBase, gainOf, isInRange, RULE, type SeedFigures, smallestGain } from './choose-base.ts'
import { measureBase } from './measure.ts'
import { probeBase } from './probe.ts'
import { CORPUS, CORPUS_WITHOUT_LISTS, createRecipe } from './recipe.ts'
import { trainSeeds } from './train-seeds.ts'

const MODEL = 'chorus-tiny-1'
const SEEDS = [1, 2, 3, 4]
const SEEDS_WITHOUT_LISTS = [1, 2]
const LOOP_SEEDS = [1, 2, 3]
const PROBE_LEARNING_RATE = 2e-4
const WEIGHTS_FOLDER = fileURLToPath(new URL('../dist/pretrain', import.meta.url))

/** The weights as the checkpoint will give them back. */
const rounded = (weights: Float32Array): Float32Array =>
  readCheckpoint(writeCheckpoint({ model: MODEL, weights })).weights

const recipes = [
  ...SEEDS.map((seed) => createRecipe(seed, CORPUS)),
  ...SEEDS_WITHOUT_LISTS.map((seed) => createRecipe(seed, CORPUS_WITHOUT_LISTS)),
]
const trained = (await trainSeeds(recipes, WEIGHTS_FOLDER)).map(rounded)
const measured = trained.map((weights, i) => {
  const base = measureBase(weights)
  console.log(`${recipes[i]?.corpus.name} seed ${recipes[i]?.seed}:`, JSON.stringify(base))
  return base
})
const candidates: SeedFigures[] = SEEDS.flatMap((seed, i) => {
  const weights = trained[i]
  const base = measured[i]
  if (weights === undefined || base === undefined) return []
  const loopSeeds = isInRange(base) ? LOOP_SEEDS : []
  const probes = loopSeeds.map((loopSeed) => probeBase(weights, loopSeed, PROBE_LEARNING_RATE))
  console.log(
    `seed ${seed}: ${probes.length === 0 ? 'out of range' : `gains ${probes.map(gainOf).join(', ')} points`}`,
  )
  return [{ seed, base, probes }]
})
const chosen = chooseBase(candidates)
const weights = chosen === null ? undefined : trained[SEEDS.indexOf(chosen.seed)]
if (chosen === null || weights === undefined) {
  throw new Error('expected an acceptable base, got none; add seeds or change the recipe in recipe.ts')
}
const checkpoint = writeCheckpoint({ model: MODEL, weights })
const figures = {
  model: MODEL,
  file: `${MODEL}.ckpt`,
  sha256: sha256(checkpoint),
  weightsSha256: sha256(new Uint8Array(weights.buffer)),
  chosenSeed: chosen.seed,
  rule: RULE,
  recipe: createRecipe(chosen.seed, CORPUS),
  probe: { preset: 'gentle', questions: 120, paths: 32, temperature: 0.7, learningRate: PROBE_LEARNING_RATE },
  candidates: candidates.map((candidate) => ({ ...candidate, smallestGain: smallestGain(candidate) })),
  beforeCorpusChange: {
    corpus: CORPUS_WITHOUT_LISTS,
    bases: SEEDS_WITHOUT_LISTS.map((seed, i) => ({ seed, base: measured[SEEDS.length + i] })),
  },
}
writeFileSync(new URL(`../checkpoints/${MODEL}.ckpt`, import.meta.url), checkpoint)
writeFileSync(
  new URL(`../checkpoints/${MODEL}.json`, import.meta.url),
  `${JSON.stringify(figures, null, 2)}\n`,
)
console.log(
  `chose seed ${chosen.seed}; wrote checkpoints/${MODEL}.ckpt (${checkpoint.length} bytes) and its figures`,
)
