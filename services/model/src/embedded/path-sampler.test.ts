import { expect, test } from 'vitest'
import { drawInitialWeights } from '../../pretrain/initial-weights.ts'
import { createKernel, PARAMETER_COUNT } from './kernel.ts'
import { createPathSampler } from './path-sampler.ts'
import type { SampledPath, SamplingJob } from './sampling-types.ts'
import { createStepRunner } from './step-runner.ts'
import { BOS, EOS, encode, TOKEN_TEXTS } from './tokenizer.ts'

const WEIGHTS = drawInitialWeights(1, PARAMETER_COUNT).map((weight) => weight * 1.5)
const PROMPT = 'Q: Tom has 13 books. He buys 2 more. Then he loses 5. How many books does he have now?\nA:'

function jobOf(id: number, change: Partial<SamplingJob> = {}): SamplingJob {
  return {
    id,
    weightsHash: 'test',
    promptIds: [BOS, ...encode(PROMPT)],
    paths: Array.from({ length: 8 }, (_, index) => ({ index, seed: 100 + index })),
    temperature: 0.7,
    topP: 1,
    maxTokens: 40,
    stop: [],
    topLogprobs: null,
    streams: false,
    ...change,
  }
}

function sampleAll(jobs: readonly SamplingJob[], stagger = 0): Map<number, SampledPath[]> {
  const found = new Map<number, SampledPath[]>(jobs.map(({ id }) => [id, []]))
  const sampler = createPathSampler({
    kernel: createKernel(),
    loadWeights: () => WEIGHTS,
    listener: {
      onText: () => {},
      onPath: (id, path) => found.get(id)?.push(path),
      onFailure: (_, reason) => expect.unreachable(reason),
    },
    sizes: { modelSlots: 2, promptSlots: 3, paths: 32, pages: 60 },
  })
  for (const job of jobs) {
    sampler.add(job)
    for (let step = 0; step < stagger; step++) sampler.step()
  }
  while (sampler.step()) {}
  for (const paths of found.values()) paths.sort((a, b) => a.index - b.index)
  return found
}

const textsOf = (paths: readonly SampledPath[] | undefined): string[] => (paths ?? []).map(({ text }) => text)

test('a sampled path has the log-probabilities that teacher forcing gives the same tokens', () => {
  const [path] = sampleAll([jobOf(1, { topLogprobs: 0, temperature: 1 })]).get(1) ?? []
  const ids = (path?.logprobs ?? []).map(({ token }) => TOKEN_TEXTS.indexOf(token, EOS + 1))
  const promptIds = jobOf(1).promptIds
  const runner = createStepRunner(createKernel())
  runner.setWeights(WEIGHTS)
  const losses = ids.map((target, i) => ({ row: promptIds.length - 1 + i, target }))
  const forced = runner.scoreTargets([{ ids: [...promptIds, ...ids], losses }])
  expect(forced.length).toBeGreaterThan(5)
  for (const [i, logprob] of forced.entries())
    expect(logprob).toBeCloseTo(path?.logprobs?.[i]?.logprob ?? 0, 4)
})

test('a path depends on its seed alone: not on the batch, the order or prompts that begin alike', () => {
  const alone = textsOf(sampleAll([jobOf(1)]).get(1))
  const others = [2, 3, 4, 5].map((id) =>
    jobOf(id, { promptIds: [BOS, ...encode(PROMPT.slice(0, 20 * id))] }),
  )
  expect(textsOf(sampleAll([...others, jobOf(1)], 3).get(1))).toEqual(alone)
  expect(new Set(alone).size).toBe(8)
})

test('a remainder asked for alone is the same as in the whole', () => {
  const whole = textsOf(sampleAll([jobOf(1)]).get(1))
  const rest = sampleAll([jobOf(1, { paths: [{ index: 5, seed: 105 }] })]).get(1)
  expect(textsOf(rest)).toEqual([whole[5]])
})

test('temperature 0 takes the likeliest token, whatever the seed', () => {
  const texts = textsOf(sampleAll([jobOf(1, { temperature: 0 })]).get(1))
  expect(new Set(texts).size).toBe(1)
})

test('a tiny nucleus is greedy', () => {
  const greedy = textsOf(sampleAll([jobOf(1, { temperature: 0 })]).get(1))
  expect(textsOf(sampleAll([jobOf(1, { topP: 1e-6 })]).get(1))).toEqual(greedy)
})

test('a stop string ends a path and is not part of its text', () => {
  const [full = ''] = textsOf(sampleAll([jobOf(1)]).get(1))
  const stop = full.slice(9, 12)
  const [path] = sampleAll([jobOf(1, { stop: [stop] })]).get(1) ?? []
  expect(path).toMatchObject({ text: full.slice(0, full.indexOf(stop)), finishReason: 'stop' })
})

test('paths that do not fit into the memory at once wait, and lose nothing', () => {
  const paths = Array.from({ length: 100 }, (_, index) => ({ index, seed: 100 + index }))
  const many = textsOf(sampleAll([jobOf(1, { paths }), jobOf(2, { paths })]).get(2))
  expect(many.length).toBe(100)
  expect(many.slice(0, 8)).toEqual(textsOf(sampleAll([jobOf(1)]).get(1)))
})
