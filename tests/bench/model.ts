// Speed and memory of the embedded model: sampling with one and with two workers, training with one.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelBackend } from '@chorus/model/src/backend.ts'
import { createEmbeddedBackend } from '@chorus/model/src/embedded/backend.ts'
import { PROMPT_SET, renderPrompt } from '@chorus/model/src/families/prompt-set.ts'
import { z } from 'zod'

const REPETITIONS = 3
const PATHS = 32
const question = z.object({ text: z.string() })
const lines = (
  await readFile(new URL('../../services/model/datasets/arithmetic-learn.jsonl', import.meta.url), 'utf8')
)
  .trim()
  .split('\n')
const prompts = lines.slice(0, 120).map((line) => {
  const { text } = question.parse(JSON.parse(line))
  return renderPrompt(PROMPT_SET, 'FEW_SHOT_COT', text)
})

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function timeMs(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function sample(backend: ModelBackend, content: string, seed: number) {
  return backend.complete({
    model: 'chorus-tiny-1',
    prompt: { kind: 'chat', messages: [{ role: 'user', content }] },
    n: PATHS,
    seed,
    temperature: 0.7,
    topP: 1,
    maxTokens: 64,
    stop: ['\n'],
    topLogprobs: null,
  })
}

/** Tokens a second of 120 questions x 32 paths, and the texts of the first question. */
async function measureSampling(dataDir: string, samplingWorkers: number) {
  const backend = await createEmbeddedBackend({ dataDir, samplingWorkers })
  const rates: number[] = []
  const texts: string[] = []
  await sample(backend, prompts[0] ?? '', 0)
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    let tokens = 0
    const ms = await timeMs(async () => {
      const completions = await Promise.all(prompts.map((prompt, i) => sample(backend, prompt, 1000 * i)))
      for (const { completionTokens, choices } of completions) {
        tokens += completionTokens
        texts.push(...choices.map(({ text }) => text))
      }
    })
    rates.push((1000 * tokens) / ms)
  }
  const memoryMb = process.memoryUsage().rss / 1e6
  await backend.close()
  return { rates, texts, memoryMb }
}

/** Tokens a second of fine-tuning 480 rows. */
async function measureTraining(dataDir: string, texts: readonly string[]) {
  const backend = await createEmbeddedBackend({ dataDir, samplingWorkers: 1 })
  const rows = Array.from({ length: 480 }, (_, i) => ({
    messages: [
      { role: 'user' as const, content: prompts[i % prompts.length] ?? '' },
      { role: 'assistant' as const, content: texts[i * 7] ?? 'The answer is 1.' },
    ],
  }))
  const rates: number[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    let tokens = 0
    const ms = await timeMs(async () => {
      const result = await backend.train({
        parentModel: 'chorus-tiny-1',
        resultModel: 'ft:bench',
        rows,
        seed: repetition,
        ...backend.defaults,
        onStep: () => {},
        signal: AbortSignal.timeout(300_000),
      })
      tokens = result.trainedTokens
    })
    rates.push((1000 * tokens) / ms)
  }
  const memoryMb = process.memoryUsage().rss / 1e6
  await backend.close()
  return { rates, memoryMb }
}

const folder = await mkdtemp(join(tmpdir(), 'chorus-bench-model-'))
const one = await measureSampling(join(folder, 'one'), 1)
const two = await measureSampling(join(folder, 'two'), 2)
const training = await measureTraining(join(folder, 'train'), one.texts)
await rm(folder, { recursive: true })

const row = (name: string, rates: readonly number[]): string =>
  `${name.padEnd(28)}${median(rates).toFixed(0).padStart(10)}   ${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)}`
console.log(`embedded model, 120 questions x ${PATHS} paths and 480 rows, ${REPETITIONS} repetitions`)
console.log(`${''.padEnd(28)}${'tokens/s'.padStart(10)}   spread`)
console.log(row('sampling, 1 worker', one.rates))
console.log(row('sampling, 2 workers', two.rates))
console.log(row('training, prompts included', training.rates))
console.log(
  `two workers ÷ one: ${(median(two.rates) / median(one.rates)).toFixed(2)}; same texts: ${one.texts.join() === two.texts.join()}`,
)
console.log(
  `memory of the process: ${one.memoryMb.toFixed(0)} MB with 1 worker, ${two.memoryMb.toFixed(0)} MB with 2`,
)
const figures = {
  samplingTokensPerSecond1: Math.round(median(one.rates)),
  samplingTokensPerSecond2: Math.round(median(two.rates)),
  trainingTokensPerSecond: Math.round(median(training.rates)),
  memoryMb1: Math.round(one.memoryMb),
  memoryMb2: Math.round(two.memoryMb),
  sameTexts: one.texts.join() === two.texts.join(),
}
console.log(JSON.stringify({ bench: 'model', figures }))
