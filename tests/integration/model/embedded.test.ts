import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { silentLogger } from '../../../services/common/src/log/create-logger.ts'
import { drawInitialWeights } from '../../../services/model/pretrain/initial-weights.ts'
import { parseConfig } from '../../../services/model/src/config.ts'
import { createEmbeddedBackend } from '../../../services/model/src/embedded/backend.ts'
import { SHAPE, writeCheckpoint } from '../../../services/model/src/embedded/checkpoint.ts'
import { createModelService } from '../../../services/model/src/service.ts'
import { atTheEnd, goodRows, temporaryFolder, uploadRows } from './start-model.ts'

/** The service over the real engine with weights that nobody has trained: its text is noise, but the same noise every time. */
async function startEmbedded(workers: number) {
  const dataDir = await temporaryFolder()
  const checkpoint = join(dataDir, 'untrained.ckpt')
  await writeFile(
    checkpoint,
    writeCheckpoint({ model: 'untrained', weights: drawInitialWeights(1, SHAPE.parameters) }),
  )
  const config = parseConfig({ CHORUS_MODEL_PORT: '0', CHORUS_MODEL_DATA_DIR: dataDir })
  const backend = createEmbeddedBackend({ dataDir, checkpoint, samplingWorkers: workers })
  const service = createModelService(config, { backend, log: silentLogger })
  await service.start()
  atTheEnd(() => service.stop())
  return new OpenAI({ baseURL: `${service.url()}/v1`, apiKey: 'any', maxRetries: 0 })
}

const ask = {
  model: 'untrained',
  messages: [{ role: 'user' as const, content: 'Q: Tom has 13 books. He buys 2 more. How many?\nA:' }],
  ...{ n: 16, temperature: 0.7, max_tokens: 24, seed: 2 ** 31 - 4 },
}
const textsOf = (answer: OpenAI.ChatCompletion) => answer.choices.map((choice) => choice.message.content)

test('samples the same text on one thread and on two, whole, in parts, and streamed', async () => {
  const one = await startEmbedded(1)
  const two = await startEmbedded(2)
  const whole = await two.chat.completions.create(ask)
  expect(new Set(textsOf(whole)).size).toBeGreaterThan(8)
  expect(textsOf(await one.chat.completions.create(ask))).toEqual(textsOf(whole))
  const rest = await two.chat.completions.create({ ...ask, n: 4, seed: 2 })
  expect(textsOf(rest)).toEqual(textsOf(whole).slice(6, 10))
  const streamed = await two.chat.completions.stream(ask).finalChatCompletion()
  expect(textsOf(streamed)).toEqual(textsOf(whole))
})

test('samples many requests at once as it samples each alone', async () => {
  const client = await startEmbedded(2)
  const requests = Array.from({ length: 12 }, (_, number) => ({ ...ask, n: 4, seed: 100 * number }))
  const together = await Promise.all(requests.map((request) => client.chat.completions.create(request)))
  const alone: OpenAI.ChatCompletion[] = []
  for (const request of requests) alone.push(await client.chat.completions.create(request))
  expect(together.map(textsOf)).toEqual(alone.map(textsOf))
})

test('gives log-probabilities whose best alternative is the greedy token', async () => {
  const client = await startEmbedded(1)
  const greedy = { ...ask, n: 1, temperature: 0, logprobs: true, top_logprobs: 3 }
  const [choice] = (await client.chat.completions.create(greedy)).choices
  const tokens = choice?.logprobs?.content ?? []
  expect(tokens.length).toBeGreaterThan(0)
  for (const { token, logprob, top_logprobs } of tokens) {
    expect(top_logprobs).toHaveLength(3)
    expect(top_logprobs[0]).toMatchObject({ token })
    expect(top_logprobs[0]?.logprob).toBeCloseTo(logprob, 4)
  }
})

test('fine-tunes, cancels within a second, and samples the result', async () => {
  const client = await startEmbedded(1)
  const training_file = await uploadRows(client, goodRows(64))
  const create = (suffix: string, n_epochs: number) =>
    client.fineTuning.jobs.create({
      model: 'untrained',
      training_file,
      suffix,
      hyperparameters: { n_epochs },
    })
  const long = await create('long', 50)
  const status = async (id: string) => (await client.fineTuning.jobs.retrieve(id)).status
  const steps = async () =>
    (await client.fineTuning.jobs.listEvents(long.id)).data.filter(({ type }) => type === 'metrics').length
  await expect.poll(steps, { timeout: 10_000 }).toBeGreaterThan(0)
  const short = await create('short', 1)
  expect(await status(short.id)).not.toBe('running')
  await client.fineTuning.jobs.cancel(long.id)
  await expect.poll(() => status(short.id), { timeout: 1_000, interval: 20 }).toMatch(/running|succeeded/)
  await expect.poll(() => status(short.id), { timeout: 20_000 }).toBe('succeeded')
  expect(await status(long.id)).toBe('cancelled')
  const before = await client.chat.completions.create(ask)
  const after = await client.chat.completions.create({ ...ask, model: 'ft:untrained:chorus:short' })
  expect(textsOf(after)).not.toEqual(textsOf(before))
  expect((await client.models.list()).data.map(({ id }) => id).toSorted()).toEqual([
    'ft:untrained:chorus:short',
    'untrained',
  ])
})

test('refuses a prompt of one token more than fits, and takes one that fits', async () => {
  const client = await startEmbedded(1)
  const prompt = 'Tom has 13 books.'
  const { usage } = await client.completions.create({ model: 'untrained', prompt, max_tokens: 1, seed: 1 })
  const room = SHAPE.context - (usage?.prompt_tokens ?? 0)
  const fits = await client.completions.create({ model: 'untrained', prompt, max_tokens: room, seed: 1 })
  expect(fits.choices).toHaveLength(1)
  const call = client.completions.create({ model: 'untrained', prompt, max_tokens: room + 1, seed: 1 })
  await expect(call).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' })
})
