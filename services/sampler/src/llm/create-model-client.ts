import { resolveEndpointKey } from '@chorus/common/src/egress/resolve-endpoint-key.ts'
import OpenAI from 'openai'
import type { CallResult, ModelClient, ModelRequest } from '../sampling/work.ts'
import { classifyFailure } from './classify-failure.ts'
import { readAnswer } from './read-answer.ts'

export type ModelClientOptions = {
  /** The guarded fetch of egress. */
  readonly fetch: typeof globalThis.fetch
  /** Where keys of endpoints stand. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Room for the client's own limit behind ours, in milliseconds: ours covers the body too. */
const CLIENT_TIMEOUT_MARGIN_MS = 5_000

/** Speaks the OpenAI protocol with endpoints. Makes no retries of its own. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  const clients = new Map<string, OpenAI>()
  const clientOf = ({ endpoint }: ModelRequest): OpenAI => {
    const apiKey = resolveEndpointKey({
      variable: endpoint.keyVariable,
      baseUrl: endpoint.baseUrl,
      env: options.env,
    })
    const name = `${endpoint.baseUrl}\n${apiKey ?? ''}`
    const client = clients.get(name) ?? makeClient(options.fetch, endpoint.baseUrl, apiKey)
    clients.set(name, client)
    return client
  }
  return {
    call: async (request, signal) => {
      const timeout = AbortSignal.timeout(request.timeoutMs)
      try {
        const both = AbortSignal.any([signal, timeout])
        return toResult(await send(clientOf(request), request, both), request)
      } catch (error) {
        const ended = { byUs: signal.aborted, byTimeout: timeout.aborted }
        return { ok: false, failure: classifyFailure(error, ended), usage: null }
      }
    },
  }
}

function makeClient(fetch: typeof globalThis.fetch, baseURL: string, apiKey: string | undefined): OpenAI {
  return new OpenAI({
    baseURL,
    fetch,
    maxRetries: 0,
    // Nothing of this process's environment goes out by itself.
    organization: null,
    project: null,
    logLevel: 'off',
    apiKey: apiKey ?? 'none',
    ...(apiKey === undefined ? { defaultHeaders: { authorization: null } } : {}),
  })
}

function send(client: OpenAI, request: ModelRequest, signal: AbortSignal): Promise<unknown> {
  const options = { signal, timeout: request.timeoutMs + CLIENT_TIMEOUT_MARGIN_MS }
  const values = {
    model: request.model,
    n: request.choices,
    seed: request.seed,
    temperature: request.temperature,
    top_p: request.topP,
    max_tokens: request.maxTokens,
    ...(request.stop.length === 0 ? {} : { stop: [...request.stop] }),
  }
  return request.prompt.protocol === 'CHAT'
    ? client.chat.completions.create({ ...values, messages: [...request.prompt.messages] }, options)
    : client.completions.create({ ...values, prompt: request.prompt.text }, options)
}

function toResult(body: unknown, request: ModelRequest): CallResult {
  const answer = readAnswer(body, request.endpoint.protocol)
  if (answer === null) {
    const message = 'The endpoint answered with something that is no completion'
    return { ok: false, failure: { kind: 'BAD_CONTENT', message }, usage: null }
  }
  const choices = answer.choices.filter((choice) => choice.offset < request.choices)
  if (choices.length > 0) return { ok: true, choices, usage: answer.usage }
  const message = 'The endpoint answered without choices'
  return { ok: false, failure: { kind: 'BAD_CONTENT', message }, usage: answer.usage }
}
