import OpenAI, { toFile } from 'openai'
import { afterEach, describe, expect, test } from 'vitest'
import {
  createScriptedEndpoint,
  type FaultRule,
  type ScriptedEndpoint,
  type ScriptedEndpointOptions,
} from './scripted-endpoint.ts'

const open: ScriptedEndpoint[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((endpoint) => endpoint.close()))
})

async function start(options: ScriptedEndpointOptions = {}) {
  const endpoint = await createScriptedEndpoint(options)
  open.push(endpoint)
  const client = new OpenAI({ baseURL: endpoint.baseUrl, apiKey: 'key', maxRetries: 0, timeout: 2_000 })
  const chat = (input: { n?: number; seed?: number; prompt?: string; signal?: AbortSignal } = {}) =>
    client.chat.completions.create(
      {
        model: 'scripted',
        messages: [{ role: 'user', content: input.prompt ?? 'How many?' }],
        n: input.n ?? 1,
        seed: input.seed ?? 0,
      },
      { signal: input.signal ?? null },
    )
  return { endpoint, client, chat }
}

const striking = (
  fault: FaultRule['fault'],
  rest: Omit<FaultRule, 'fault'> = {},
): ScriptedEndpointOptions => ({
  faults: [{ fault, ...rest }],
})

describe('answers', () => {
  test('gives choice j the seed + j, so that a remainder can be asked for alone', async () => {
    const { endpoint, chat } = await start({ answer: ({ prompt, seed }) => `${prompt} ${seed}` })
    const whole = await chat({ n: 4, seed: 10 })
    const rest = await chat({ n: 2, seed: 12 })
    expect(whole.choices.map((choice) => choice.message.content)).toEqual(
      [10, 11, 12, 13].map((seed) => `How many? ${seed}`),
    )
    expect(rest.choices.map((choice) => choice.message.content)).toEqual(['How many? 12', 'How many? 13'])
    expect(endpoint.ledger.seedCounts().get(12)).toBe(2)
  })

  test('completes raw prompts too', async () => {
    const { client } = await start({ answer: ({ prompt }) => prompt.toUpperCase() })
    const completion = await client.completions.create({ model: 'scripted', prompt: 'abc', seed: 1 })
    expect(completion.choices[0]?.text).toBe('ABC')
  })

  test('bills what it generated and keeps every body', async () => {
    const { endpoint, chat } = await start({ answer: () => '12345678' })
    const completion = await chat({ n: 3, prompt: 'findable text' })
    expect(completion.usage?.completion_tokens).toBe(6)
    expect(endpoint.ledger.billedCompletionTokens).toBe(6)
    expect(endpoint.ledger.allBytes()).toContain('findable text')
  })

  test('refuses an unknown model and a wrong key as OpenAI does', async () => {
    const { client, endpoint } = await start({ apiKey: 'key' })
    const unknown = client.completions.create({ model: 'other', prompt: 'x' })
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' })
    const stranger = new OpenAI({ baseURL: endpoint.baseUrl, apiKey: 'wrong', maxRetries: 0 })
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 })
  })
})

describe('faults', () => {
  test('answers 429 with the wait it wants', async () => {
    const { chat } = await start(striking({ kind: 'rate-limit', retryAfterSeconds: 7 }))
    const error: unknown = await chat().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    expect(error instanceof OpenAI.RateLimitError && error.headers.get('retry-after')).toBe('7')
  })

  test('answers 429 without a wait', async () => {
    const { chat } = await start(striking({ kind: 'rate-limit' }))
    const error: unknown = await chat().catch((reason: unknown) => reason)
    expect(error instanceof OpenAI.RateLimitError && error.headers.get('retry-after')).toBeNull()
  })

  test.each([500, 503])('answers %d and bills nothing', async (status) => {
    const { endpoint, chat } = await start(striking({ kind: 'status', status }))
    await expect(chat()).rejects.toMatchObject({ status })
    expect(endpoint.ledger.billedPromptTokens).toBe(0)
  })

  test('hangs until the client gives up', async () => {
    const { endpoint, chat } = await start(striking({ kind: 'hang' }))
    await expect(chat({ signal: AbortSignal.timeout(100) })).rejects.toBeInstanceOf(OpenAI.APIUserAbortError)
    await expect.poll(() => endpoint.ledger.entries[0]?.disconnected).toBe(true)
    expect(endpoint.ledger.inFlight).toBe(0)
  })

  test('answers late when told to', async () => {
    const { chat } = await start(striking({ kind: 'slow', latencyMs: 150 }))
    const startedAtMs = performance.now()
    await chat()
    expect(performance.now() - startedAtMs).toBeGreaterThan(140)
  })

  test('sends only a part of n and bills that part', async () => {
    const { endpoint, chat } = await start({
      answer: () => '1234',
      ...striking({ kind: 'partial', choices: 3 }),
    })
    expect((await chat({ n: 8 })).choices).toHaveLength(3)
    expect(endpoint.ledger.billedCompletionTokens).toBe(3)
  })

  test('sends no choices at all', async () => {
    const { chat } = await start(striking({ kind: 'empty-choices' }))
    expect((await chat({ n: 2 })).choices).toEqual([])
  })

  test('breaks the connection in the middle of a body, having billed it', async () => {
    const { endpoint, chat } = await start(striking({ kind: 'reset' }))
    await expect(chat({ n: 8 })).rejects.toThrow()
    expect(endpoint.ledger.billedCompletionTokens).toBeGreaterThan(0)
  })

  test('sends a body that does not parse', async () => {
    const { chat } = await start(striking({ kind: 'invalid-json' }))
    await expect(chat()).rejects.toThrow(/JSON/)
  })

  test('leaves out usage', async () => {
    const { chat } = await start(striking({ kind: 'missing-usage' }))
    expect((await chat()).usage).toBeUndefined()
  })

  test('cuts every choice by length', async () => {
    const { chat } = await start({ answer: () => 'abcdef', ...striking({ kind: 'length' }) })
    const [choice] = (await chat()).choices
    expect(choice).toMatchObject({ finish_reason: 'length', message: { content: 'abc' } })
  })
})

describe('rules', () => {
  test('strike at most as often as they say', async () => {
    const { chat } = await start(striking({ kind: 'status', status: 500 }, { times: 2 }))
    await expect(chat()).rejects.toThrow()
    await expect(chat()).rejects.toThrow()
    await expect(chat()).resolves.toBeDefined()
  })

  test('can look at the request: fail the first attempt of every body', async () => {
    const { chat } = await start(
      striking({ kind: 'status', status: 503 }, { when: (call) => call.attempt === 0 }),
    )
    await expect(chat({ prompt: 'a' })).rejects.toThrow()
    await expect(chat({ prompt: 'a' })).resolves.toBeDefined()
    await expect(chat({ prompt: 'b' })).rejects.toThrow()
  })

  test('draw the same requests for the same seed in whatever order they come', async () => {
    const struck = async (order: readonly number[]) => {
      const options = { ...striking({ kind: 'status', status: 500 }, { probability: 0.5 }), faultSeed: 5 }
      const { chat } = await start(options)
      const outcomes = await Promise.all(
        order.map(
          async (seed) =>
            [
              seed,
              await chat({ seed }).then(
                () => 'answered',
                () => 'struck',
              ),
            ] as const,
        ),
      )
      return outcomes.filter(([, outcome]) => outcome === 'struck').map(([seed]) => seed)
    }
    const seeds = Array.from({ length: 40 }, (_, seed) => seed)
    const forwards = await struck(seeds)
    const backwards = await struck(seeds.toReversed())
    expect(forwards.length).toBeGreaterThan(8)
    expect(forwards.length).toBeLessThan(32)
    expect(backwards.toSorted((a, b) => a - b)).toEqual(forwards)
  })

  test('can be replaced while it runs, and leave other routes alone', async () => {
    const { endpoint, client, chat } = await start(striking({ kind: 'status', status: 500 }))
    await expect(chat()).rejects.toThrow()
    await expect(client.models.list()).resolves.toBeDefined()
    endpoint.setFaults([])
    await expect(chat()).resolves.toBeDefined()
  })
})

test('knows how many requests were open at once', async () => {
  const { endpoint, chat } = await start({ latencyMs: 100 })
  await Promise.all([chat({ seed: 1 }), chat({ seed: 2 }), chat({ seed: 3 })])
  expect(endpoint.ledger.maxInFlight).toBe(3)
  expect(endpoint.ledger.inFlight).toBe(0)
})

test('fine-tunes: file, job, a model that can be sampled', async () => {
  const { client } = await start()
  const row = JSON.stringify({
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ],
  })
  const file = await client.files.create({
    file: await toFile(Buffer.from(row), 'rows.jsonl'),
    purpose: 'fine-tune',
  })
  const created = await client.fineTuning.jobs.create({
    model: 'scripted',
    training_file: file.id,
    suffix: 'abc',
  })
  const job = await client.fineTuning.jobs.retrieve(created.id)
  expect(job).toMatchObject({ status: 'succeeded', fine_tuned_model: 'ft:scripted:scripted:abc' })
  const completion = await client.completions.create({
    model: 'ft:scripted:scripted:abc',
    prompt: 'x',
    seed: 3,
  })
  expect(completion.choices[0]?.text).toBe('The answer is 3.')
  const listed: string[] = []
  for await (const { id } of client.fineTuning.jobs.list({ limit: 1 })) listed.push(id)
  expect(listed).toEqual([job.id])
  expect(await (await client.files.content(file.id)).text()).toBe(row)
})
