import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Recipe } from './train-base.ts'

/** File of a recipe's weights inside the folder. */
function weightsFileOf(folder: string, { corpus, seed }: Recipe): string {
  return join(folder, `${corpus.name}-${seed}.f32`)
}

function trainInThread(recipe: Recipe, file: string): Promise<void> {
  const worker = new Worker(new URL('./seed-worker.ts', import.meta.url), { workerData: { recipe, file } })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  worker.on('message', ({ step, loss }: { step: number; loss: number }) => {
    if (step % 1000 === 0)
      console.log(`${recipe.corpus.name} seed ${recipe.seed}: step ${step}, loss ${loss.toFixed(4)}`)
  })
  worker.on('error', reject)
  worker.on('exit', (code) =>
    code === 0 ? resolve() : reject(new Error(`training ended with code ${code}`)),
  )
  return promise
}

/** Trains every recipe whose weights are not in the folder yet, two at a time; gives the weights in the order of the recipes. */
export async function trainSeeds(recipes: readonly Recipe[], folder: string): Promise<Float32Array[]> {
  mkdirSync(folder, { recursive: true })
  const waiting = recipes.filter((recipe) => !existsSync(weightsFileOf(folder, recipe)))
  const work = async (): Promise<void> => {
    for (let recipe = waiting.shift(); recipe !== undefined; recipe = waiting.shift()) {
      await trainInThread(recipe, weightsFileOf(folder, recipe))
    }
  }
  await Promise.all([work(), work()])
  return recipes.map((recipe) => {
    const bytes = readFileSync(weightsFileOf(folder, recipe))
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  })
}
