import { writeFileSync } from 'node:fs'
import { CORPUS, CORPUS_WITHOUT_LISTS, createRecipe } from './recipe.ts'
import { trainBase } from './train-base.ts'

const [seed = '1', corpus = 'lists', file = 'base.f32', steps] = process.argv.slice(2)
const base = createRecipe(Number(seed), corpus === 'lists' ? CORPUS : CORPUS_WITHOUT_LISTS)
const recipe = steps === undefined ? base : { ...base, steps: Number(steps) }
const started = performance.now()
const { weights, tokens } = trainBase(recipe, ({ step, loss, tokens: seen }) => {
  const seconds = (performance.now() - started) / 1000
  console.log(
    `seed ${seed} ${corpus}: step ${step} loss ${loss.toFixed(4)} tokens ${seen} (${(seen / seconds).toFixed(0)}/s)`,
  )
})
writeFileSync(file, new Uint8Array(weights.buffer))
console.log(`seed ${seed} done: ${tokens} tokens, ${((performance.now() - started) / 1000).toFixed(0)} s`)
