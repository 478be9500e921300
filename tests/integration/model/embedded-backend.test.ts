import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompletionRequest, ModelBackend, TrainingRequest } from '@chorus/model/src/backend.ts'
import { ContextLengthError, ModelNotFoundError } from '@chorus/model/src/backend.ts'
import { createEmbeddedBackend } from '@chorus/model/src/embedded/backend.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const BASE = 'chorus-tiny-1'
const QUESTION = 'Q: Tom has 13 books. He buys 2 more. Then he loses 5. How many books does he have now?\nA:'
const request: CompletionRequest = {
  model: BASE,
  prompt: { kind: 'chat', messages: [{ role: 'user', content: QUESTION }] },
  n: 20,
  seed: 41,
  temperature: 1,
  topP: 1,
  maxTokens: 48,
  stop: ['\n'],
  topLogprobs: null,
}
const training: TrainingRequest = {
  parentModel: BASE,
  resultModel: 'ft:one',
  rows: Array.from({ length: 40 }, (_, i) => ({
    messages: [
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: `${i}+1=${i + 1}. The answer is ${i + 1}.` },
    ],
  })),
  seed: 3,
  epochs: 1,
  batchSize: 16,
  learningRate: 3e-4,
  onStep: () => {},
  signal: new AbortController().signal,
}

let folder: string
let backend: ModelBackend
const textsOf = async (over: ModelBackend, change: Partial<CompletionRequest> = {}): Promise<string[]> =>
  (await over.complete({ ...request, ...change })).choices.map(({ text }) => text)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chorus-model-'))
  backend = await createEmbeddedBackend({ dataDir: join(folder, 'two'), samplingWorkers: 2 })
})
afterAll(async () => {
  await backend.close()
  await rm(folder, { recursive: true })
})

test('the same seeds give the same texts with one worker as with two', async () => {
  const single = await createEmbeddedBackend({ dataDir: join(folder, 'one'), samplingWorkers: 1 })
  const texts = await textsOf(single)
  await single.close()
  expect(await textsOf(backend)).toEqual(texts)
  expect(new Set(texts).size).toBeGreaterThan(3)
})

test('choice j has the seed + j: a remainder asked for alone is identical, whatever runs beside it', async () => {
  const whole = await textsOf(backend)
  const [rest] = await Promise.all([
    textsOf(backend, { n: 2, seed: 48 }),
    textsOf(backend, { seed: 1, n: 60 }),
  ])
  expect(rest).toEqual(whole.slice(7, 9))
})

test('streamed pieces add up to the text, without the stop string', async () => {
  const streamed = new Map<number, string>()
  const onText = (index: number, text: string): void => {
    streamed.set(index, (streamed.get(index) ?? '') + text)
  }
  const texts = await textsOf(backend, { n: 4, stop: ['The answer'], onText })
  expect(texts.map((_, index) => streamed.get(index) ?? '')).toEqual(texts)
  expect(texts.join('')).not.toContain('The answer')
})

test('training twice gives the same weights, and sampling goes on meanwhile', async () => {
  const first = backend.train(training)
  expect((await textsOf(backend)).length).toBe(20)
  const second = backend.train({ ...training, resultModel: 'ft:two' })
  expect((await first).weightsHash).toBe((await second).weightsHash)
  expect(await textsOf(backend, { model: 'ft:one' })).not.toEqual(await textsOf(backend))
})

test('an aborted training leaves no model and no file', async () => {
  const controller = new AbortController()
  const files = await readdir(join(folder, 'two', 'weights'))
  const aborted = backend.train({
    ...training,
    resultModel: 'ft:aborted',
    epochs: 50,
    onStep: () => controller.abort(new Error('cancelled by test')),
    signal: controller.signal,
  })
  await expect(aborted).rejects.toThrow('cancelled by test')
  await expect(backend.complete({ ...request, model: 'ft:aborted' })).rejects.toThrow(ModelNotFoundError)
  expect(await readdir(join(folder, 'two', 'weights'))).toEqual(files)
})

test('trained models survive a restart, and half-written files are swept away', async () => {
  const dataDir = join(folder, 'restarted')
  const before = await createEmbeddedBackend({ dataDir, samplingWorkers: 1 })
  await before.train(training)
  const texts = await textsOf(before, { model: 'ft:one' })
  await before.close()
  await writeFile(join(dataDir, 'weights', 'abc.f32.123.tmp'), 'half')
  const after = await createEmbeddedBackend({ dataDir, samplingWorkers: 1 })
  expect(after.models()).toMatchObject([
    { id: BASE, parent: null },
    { id: 'ft:one', parent: BASE },
  ])
  expect(await textsOf(after, { model: 'ft:one' })).toEqual(texts)
  expect((await readdir(join(dataDir, 'weights'))).filter((name) => name.endsWith('.tmp'))).toEqual([])
  await after.close()
})

test('a removed model cannot be sampled; another with the same weights still can; the base stays', async () => {
  await backend.train({ ...training, resultModel: 'ft:kept' })
  await backend.train({ ...training, resultModel: 'ft:gone' })
  expect(await backend.remove('ft:gone')).toBe(true)
  expect(await backend.remove('ft:gone')).toBe(false)
  expect(await backend.remove(BASE)).toBe(false)
  await expect(backend.complete({ ...request, model: 'ft:gone' })).rejects.toThrow(ModelNotFoundError)
  expect((await textsOf(backend, { model: 'ft:kept' })).length).toBe(20)
})

test('an aborted request ends at once and the workers serve the next', async () => {
  const controller = new AbortController()
  const aborted = backend.complete({
    ...request,
    n: 128,
    stop: [],
    maxTokens: 300,
    signal: controller.signal,
  })
  controller.abort(new Error('gone'))
  await expect(aborted).rejects.toThrow('gone')
  expect((await textsOf(backend)).length).toBe(20)
})

test('prompt and completion beyond the context are refused with the numbers', async () => {
  const long = { kind: 'text', text: 'x'.repeat(440) } as const
  await expect(backend.complete({ ...request, prompt: long })).rejects.toThrow(ContextLengthError)
  await expect(backend.complete({ ...request, prompt: long })).rejects.toThrow(/489/)
})
