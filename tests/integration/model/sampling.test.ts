import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { startModel } from './start-model.ts'

const messages = [{ role: 'user' as const, content: 'How many apples?' }]
const ask = { model: 'words', messages, seed: 7, temperature: 0.7 }

describe('chat completions', () => {
  test('gives n choices, usage and the reason for each end', async () => {
    const { client } = await startModel()
    const answer = await client.chat.completions.create({ ...ask, n: 128 })
    expect(answer.choices).toHaveLength(128)
    expect(answer.choices.map((choice) => choice.index)).toEqual([...Array(128).keys()])
    expect(new Set(answer.choices.map((choice) => choice.finish_reason))).toEqual(new Set(['stop']))
    expect(answer.usage?.prompt_tokens).toBe(4)
    const words = answer.choices.flatMap((choice) => choice.message.content?.trim().split(' ') ?? [])
    expect(answer.usage?.completion_tokens).toBe(words.length)
    expect(answer.usage?.total_tokens).toBe(4 + words.length)
  })

  test('keeps the space that a completion begins with', async () => {
    const { client } = await startModel()
    const answer = await client.chat.completions.create(ask)
    expect(answer.choices[0]?.message.content).toMatch(/^ w\d+/)
  })

  test('gives a remainder asked for alone the same text', async () => {
    const { client } = await startModel()
    const whole = await client.chat.completions.create({ ...ask, n: 8 })
    const rest = await client.chat.completions.create({ ...ask, seed: 12, n: 3 })
    const texts = (answer: OpenAI.ChatCompletion) => answer.choices.map((choice) => choice.message.content)
    expect(texts(rest)).toEqual(texts(whole).slice(5))
  })

  test('reports the seed that it drew, and that seed gives the same text', async () => {
    const { client } = await startModel()
    const { seed: _, ...unseeded } = ask
    const first = await client.chat.completions.create(unseeded)
    const seed = (first as { seed?: number }).seed ?? -1
    const second = await client.chat.completions.create({ ...ask, seed })
    expect(second.choices[0]?.message.content).toBe(first.choices[0]?.message.content)
    expect(second.system_fingerprint).toBe(first.system_fingerprint)
  })

  test('takes max_completion_tokens and max_tokens alike', async () => {
    const { client } = await startModel()
    const newer = await client.chat.completions.create({ ...ask, max_completion_tokens: 2 })
    const older = await client.chat.completions.create({ ...ask, max_tokens: 2 })
    expect(newer.choices[0]).toMatchObject({ finish_reason: 'length' })
    expect(newer.usage?.completion_tokens).toBe(2)
    expect(older.choices).toEqual(newer.choices)
  })

  test('ends at a stop string, which is no part of the text', async () => {
    const { client } = await startModel()
    const whole = (await client.chat.completions.create(ask)).choices[0]?.message.content ?? ''
    const second = whole.trim().split(' ')[1] ?? ''
    const cut = await client.chat.completions.create({ ...ask, stop: ['never', second] })
    expect(cut.choices[0]?.message.content).toBe(whole.slice(0, whole.indexOf(` ${second}`)))
    expect(cut.choices[0]?.finish_reason).toBe('stop')
  })

  test('takes text parts for content', async () => {
    const { client } = await startModel()
    const plain = await client.chat.completions.create(ask)
    const content = [
      { type: 'text' as const, text: 'How many ' },
      { type: 'text' as const, text: 'apples?' },
    ]
    const parts = await client.chat.completions.create({ ...ask, messages: [{ role: 'user', content }] })
    expect(parts.choices).toEqual(plain.choices)
  })

  test('gives log-probabilities with alternatives where they are asked for', async () => {
    const { client } = await startModel()
    const answer = await client.chat.completions.create({ ...ask, logprobs: true, top_logprobs: 2 })
    const [choice] = answer.choices
    const tokens = choice?.logprobs?.content ?? []
    expect(tokens.map(({ token }) => token).join('')).toBe(choice?.message.content)
    expect(tokens[0]).toMatchObject({ logprob: -0.5, top_logprobs: [{ token: 'a' }, { token: 'b' }] })
    expect((await client.chat.completions.create(ask)).choices[0]?.logprobs).toBeNull()
  })

  test('streams every choice to the same text, with usage at the end', async () => {
    const { client } = await startModel()
    const input = { ...ask, n: 8, max_tokens: 5 }
    const whole = await client.chat.completions.create(input)
    expect(new Set(whole.choices.map((choice) => choice.finish_reason))).toEqual(new Set(['stop', 'length']))
    const stream = client.chat.completions.stream({ ...input, stream_options: { include_usage: true } })
    const streamed = await stream.finalChatCompletion()
    const texts = (answer: OpenAI.ChatCompletion) =>
      answer.choices.map((choice) => [choice.message.content, choice.finish_reason])
    expect(texts(streamed)).toEqual(texts(whole))
    expect(streamed.usage).toEqual(whole.usage)
  })

  test('refuses before the stream begins, with a status', async () => {
    const { client } = await startModel()
    const stream = client.chat.completions.create({ ...ask, model: 'other', stream: true })
    await expect(stream).rejects.toMatchObject({ status: 404, code: 'model_not_found' })
  })

  test('stops sampling when the client goes away', async () => {
    const { client, backend } = await startModel({ backend: { wordMs: () => 200 } })
    const call = client.chat.completions.create({ ...ask, n: 50 }, { signal: AbortSignal.timeout(150) })
    await expect(call).rejects.toBeInstanceOf(OpenAI.APIUserAbortError)
    await expect.poll(() => backend.abortedCount()).toBe(1)
  })
})

describe('raw completions', () => {
  test('sample each prompt of a list with the same seed', async () => {
    const { client } = await startModel()
    const input = { model: 'words', seed: 3, n: 2, max_tokens: 20 }
    const both = await client.completions.create({ ...input, prompt: ['one', 'two'] })
    const one = await client.completions.create({ ...input, prompt: 'one' })
    const two = await client.completions.create({ ...input, prompt: 'two' })
    const texts = (answer: OpenAI.Completion) => answer.choices.map((choice) => choice.text)
    expect(texts(both)).toEqual([...texts(one), ...texts(two)])
    expect(both.choices.map((choice) => choice.index)).toEqual([0, 1, 2, 3])
    expect(both.usage?.prompt_tokens).toBe(4)
  })

  test('give log-probabilities in the older shape', async () => {
    const { client } = await startModel()
    const answer = await client.completions.create({ model: 'words', prompt: 'x', seed: 1, logprobs: 1 })
    const { tokens, token_logprobs, top_logprobs, text_offset } = answer.choices[0]?.logprobs ?? {}
    expect(tokens?.join('')).toBe(answer.choices[0]?.text)
    expect(token_logprobs?.[0]).toBe(-0.5)
    expect(top_logprobs?.[0]).toEqual({ a: -1 })
    expect(text_offset?.[1]).toBe(tokens?.[0]?.length)
  })

  test('stream each choice of each prompt under its own index', async () => {
    const { client } = await startModel()
    const input = { model: 'words', prompt: ['x', 'y'], seed: 1, n: 2 }
    const whole = await client.completions.create(input)
    const streamed = whole.choices.map(() => ({ text: '', finishReason: '' }))
    for await (const chunk of await client.completions.create({ ...input, stream: true })) {
      const [piece] = chunk.choices
      const choice = streamed[piece?.index ?? -1]
      if (piece === undefined || choice === undefined) throw new Error('a chunk without a choice')
      choice.text += piece.text
      choice.finishReason = piece.finish_reason ?? choice.finishReason
    }
    expect(streamed).toEqual(
      whole.choices.map(({ text, finish_reason }) => ({ text, finishReason: finish_reason })),
    )
  })
})

describe('refusals', () => {
  const refused: [string, object, { status: number; code: string; param: string | null }][] = [
    ['an unknown model', { model: 'other' }, { status: 404, code: 'model_not_found', param: 'model' }],
    ['n above 128', { n: 129 }, { status: 400, code: 'invalid_value', param: 'n' }],
    [
      'a temperature above 2',
      { temperature: 2.1 },
      { status: 400, code: 'invalid_value', param: 'temperature' },
    ],
    [
      'five stop strings',
      { stop: ['1', '2', '3', '4', '5'] },
      { status: 400, code: 'invalid_value', param: 'stop' },
    ],
    [
      'no messages',
      { messages: undefined },
      { status: 400, code: 'missing_required_parameter', param: 'messages' },
    ],
    [
      'an unknown role',
      { messages: [{ role: 'tool', content: 'x' }] },
      { status: 400, code: 'invalid_value', param: 'messages.[0].role' },
    ],
    [
      'tools',
      { tools: [{ type: 'function', function: { name: 'f' } }] },
      { status: 400, code: 'unsupported_parameter', param: 'tools' },
    ],
    [
      'a response format',
      { response_format: { type: 'json_object' } },
      { status: 400, code: 'unsupported_parameter', param: 'response_format' },
    ],
    [
      'top_logprobs without logprobs',
      { top_logprobs: 3 },
      { status: 400, code: 'invalid_value', param: 'top_logprobs' },
    ],
    [
      'stream options without a stream',
      { stream_options: { include_usage: true } },
      { status: 400, code: 'invalid_value', param: 'stream_options' },
    ],
    [
      'more tokens than the context has',
      { max_tokens: 197 },
      { status: 400, code: 'context_length_exceeded', param: 'messages' },
    ],
    [
      'a prompt longer than the context',
      { messages: [{ role: 'user', content: 'x '.repeat(300) }] },
      { status: 400, code: 'context_length_exceeded', param: 'messages' },
    ],
  ]
  test.each(refused)('%s', async (_name, change, expected) => {
    const { client } = await startModel()
    const body = { ...ask, ...change } as OpenAI.ChatCompletionCreateParamsNonStreaming
    await expect(client.chat.completions.create(body)).rejects.toMatchObject(expected)
  })

  test('echo of a raw completion', async () => {
    const { client } = await startModel()
    const call = client.completions.create({ model: 'words', prompt: 'x', echo: true })
    await expect(call).rejects.toMatchObject({ status: 400, code: 'unsupported_parameter', param: 'echo' })
  })

  test('parameters without effect on the text are ignored', async () => {
    const { client } = await startModel()
    const extra = {
      user: 'me',
      store: false,
      service_tier: 'auto',
      presence_penalty: 0,
      tools: [],
      made_up: 1,
    }
    const body = { ...ask, ...extra } as OpenAI.ChatCompletionCreateParamsNonStreaming
    expect((await client.chat.completions.create(body)).choices).toHaveLength(1)
  })

  test('bad JSON, unknown paths and wrong methods, in the shape of OpenAI', async () => {
    const { baseURL } = await startModel()
    const bad = await fetch(`${baseURL}/chat/completions`, { method: 'POST', body: '{"model": ' })
    expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: 'invalid_json' } }])
    const unknown = await fetch(`${baseURL}/embeddings`, { method: 'POST' })
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'unknown_url' } }])
    const wrong = await fetch(`${baseURL}/chat/completions`)
    expect([wrong.status, await wrong.json()]).toMatchObject([
      405,
      { error: { type: 'invalid_request_error' } },
    ])
    const huge = await fetch(`${baseURL}/completions`, { method: 'POST', body: 'x'.repeat(5_000_000) })
    expect([huge.status, await huge.json()]).toMatchObject([413, { error: { code: 'request_too_large' } }])
  })

  test('a caller without the key, where one is configured', async () => {
    const { client, baseURL, url } = await startModel({ env: { CHORUS_MODEL_API_KEY: 'secret' } })
    await expect(client.models.list()).resolves.toBeDefined()
    const stranger = new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 })
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
    expect((await fetch(`${url}/chorus/ledger`)).status).toBe(401)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  test('requests beyond the queue, with the time to wait', async () => {
    const env = { CHORUS_MODEL_WORKERS: '1', CHORUS_MODEL_MAX_QUEUE: '1' }
    const { client } = await startModel({ env, backend: { wordMs: () => 20 } })
    const calls = Array.from({ length: 5 }, (_, seed) => client.chat.completions.create({ ...ask, seed }))
    const outcomes = await Promise.allSettled(calls)
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refusals).toHaveLength(2)
    for (const reason of refusals) {
      expect(reason).toBeInstanceOf(OpenAI.RateLimitError)
      expect(reason.headers.get('retry-after')).toBe('1')
    }
  })
})

test('counts what it sampled', async () => {
  const { client, url } = await startModel()
  const answer = await client.chat.completions.create({ ...ask, n: 4 })
  const totals = await (await fetch(`${url}/chorus/ledger`)).json()
  expect(totals).toEqual({
    requests: 1,
    choices: 4,
    promptTokens: answer.usage?.prompt_tokens,
    completionTokens: answer.usage?.completion_tokens,
    files: 0,
    jobsCreated: 0,
    jobsDeduplicated: 0,
  })
})
