import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type AnswerFunction,
  buildSamplingReply,
  parseSamplingBody,
} from './scripted-endpoint/completions.ts'
import { createFaultPicker, type Fault, type FaultRule, type Route } from './scripted-endpoint/faults.ts'
import {
  createFineTuningStore,
  errorReply,
  type FineTuningStore,
  type Reply,
} from './scripted-endpoint/fine-tuning.ts'
import { createLedger, type Ledger, type LedgerEntry } from './scripted-endpoint/ledger.ts'

export type { AnswerFunction, AnswerInput } from './scripted-endpoint/completions.ts'
export type { CallFacts, Fault, FaultRule, Route } from './scripted-endpoint/faults.ts'
export type { Ledger, LedgerEntry } from './scripted-endpoint/ledger.ts'

/** How the endpoint behaves. */
export type ScriptedEndpointOptions = {
  /** Models that can be sampled from the start; any other name is 404 `model_not_found`. Default `['scripted']`. */
  readonly models?: readonly string[]
  /** Text of each choice. Default: `The answer is <seed modulo 10>.`, which depends on nothing but the seed. */
  readonly answer?: AnswerFunction
  /** Fault rules in force from the start. Default none. */
  readonly faults?: readonly FaultRule[]
  /** Seed of the rules' probabilities. Default 0. */
  readonly faultSeed?: number
  /** Time each sampling answer takes, in milliseconds. Default 0. */
  readonly latencyMs?: number
  /** Key that requests must bear; 401 otherwise. Default: none is asked for. */
  readonly apiKey?: string
  /** Time from a job's creation to its success, in milliseconds. Default 0. */
  readonly jobDurationMs?: number
}

/** A running endpoint. */
export type ScriptedEndpoint = {
  /** For the `openai` client's `baseURL`: `http://127.0.0.1:<port>/v1`. */
  readonly baseUrl: string
  readonly ledger: Ledger
  /** Replaces all fault rules; `[]` ends the trouble. */
  readonly setFaults: (rules: readonly FaultRule[]) => void
  /** Changes what a sampling answer takes, for requests that come from now on. */
  readonly setLatencyMs: (latencyMs: number) => void
  /** Cuts every connection and stops. */
  readonly close: () => Promise<void>
}

type Server = {
  readonly options: ScriptedEndpointOptions
  readonly ledger: ReturnType<typeof createLedger>
  readonly faults: ReturnType<typeof createFaultPicker>
  readonly store: FineTuningStore
  latencyMs: number
}

/**
 * Starts an OpenAI-compatible HTTP server on a free port of 127.0.0.1 whose answers and faults are scripted.
 * Speaks models, chat.completions and completions (not streamed; choice j has the request's seed + j), files and
 * fine-tuning jobs. Everything it receives is in its ledger.
 */
export async function createScriptedEndpoint(
  options: ScriptedEndpointOptions = {},
): Promise<ScriptedEndpoint> {
  const server: Server = {
    options,
    ledger: createLedger(),
    faults: createFaultPicker(options.faults ?? [], options.faultSeed ?? 0),
    store: createFineTuningStore(options.models ?? ['scripted'], options.jobDurationMs ?? 0),
    latencyMs: options.latencyMs ?? 0,
  }
  const http = createServer((req, res) => {
    serve(server, req, res).catch((error: unknown) => res.destroy(error instanceof Error ? error : undefined))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  if (address === null || typeof address === 'string') throw new Error('the endpoint has no TCP address')
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    ledger: server.ledger,
    setFaults: server.faults.set,
    setLatencyMs: (latencyMs) => {
      server.latencyMs = latencyMs
    },
    close: async () => {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

async function serve(server: Server, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = await readBody(req)
  const url = new URL(req.url ?? '/', 'http://localhost')
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const entry = server.ledger.open({
    route: routeOf(url.pathname),
    method: req.method ?? 'GET',
    path: url.pathname,
    bodyText: body.toString('utf8'),
  })
  try {
    await answerCall({ server, req, res, url, body, entry, signal: gone.signal })
  } catch (error) {
    if (!gone.signal.aborted) throw error
    entry.disconnected = true
  } finally {
    server.ledger.close(entry)
  }
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}

type Call = {
  readonly server: Server
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly url: URL
  readonly body: Buffer
  readonly entry: LedgerEntry
  readonly signal: AbortSignal
}

async function answerCall(call: Call): Promise<void> {
  const { server, entry, res, signal } = call
  const { apiKey } = server.options
  if (apiKey !== undefined && call.req.headers.authorization !== `Bearer ${apiKey}`) {
    return send(call, errorReply(401, 'invalid_api_key', 'Incorrect API key provided.'))
  }
  const fault = server.faults.pick(entry)
  entry.fault = fault?.kind ?? null
  const refusal = refusalOf(fault)
  if (refusal !== null) {
    if (refusal.retryAfterSeconds !== undefined)
      res.setHeader('retry-after', String(refusal.retryAfterSeconds))
    return send(call, refusal.reply)
  }
  if (fault?.kind === 'hang') {
    await delay(2 ** 30, undefined, { signal, ref: false })
    return
  }
  const isSampling = entry.route === 'chat' || entry.route === 'completions'
  const latencyMs = (isSampling ? server.latencyMs : 0) + (fault?.kind === 'slow' ? fault.latencyMs : 0)
  if (latencyMs > 0) await delay(latencyMs, undefined, { signal })
  const reply = await replyTo(call, fault)
  if (fault?.kind === 'reset') return sendHalf(call, reply)
  send(
    call,
    fault?.kind === 'invalid-json'
      ? { status: reply.status, text: '{"choices": [{"index": 0, "mess' }
      : reply,
  )
}

function refusalOf(
  fault: Fault | null,
): { readonly reply: Reply; readonly retryAfterSeconds?: number } | null {
  if (fault?.kind !== 'rate-limit' && fault?.kind !== 'status') return null
  const reply =
    fault.kind === 'rate-limit'
      ? errorReply(429, 'rate_limit_exceeded', 'Rate limit reached.')
      : errorReply(fault.status, fault.code ?? 'scripted_fault', `Scripted status ${fault.status}.`)
  return fault.retryAfterSeconds === undefined
    ? { reply }
    : { reply, retryAfterSeconds: fault.retryAfterSeconds }
}

async function replyTo(call: Call, fault: Fault | null): Promise<Reply> {
  const { server, entry, url, body } = call
  const request = {
    method: entry.method,
    query: url.searchParams,
    contentType: call.req.headers['content-type'] ?? '',
    body,
  }
  const segments = url.pathname.split('/').slice(2)
  switch (entry.route) {
    case 'chat':
    case 'completions':
      return sample(call, entry.route, fault)
    case 'models': {
      const cards = server.store
        .models()
        .map((id) => ({ id, object: 'model', created: 0, owned_by: 'scripted' }))
      if (segments[1] === undefined) return { status: 200, json: { object: 'list', data: cards } }
      const card = cards.find(({ id }) => id === decodeURIComponent(segments[1] ?? ''))
      return card === undefined ? unknownModel(segments[1]) : { status: 200, json: card }
    }
    case 'files':
      return server.store.files({ ...request, segments: segments.slice(1) })
    case 'jobs':
      return server.store.jobs({ ...request, segments: segments.slice(2) })
    case 'other':
      return errorReply(404, 'unknown_url', `Unknown request URL: ${entry.method} ${entry.path}.`)
  }
}

function sample(call: Call, kind: 'chat' | 'completions', fault: Fault | null): Reply {
  const { server, entry } = call
  const body = parseSamplingBody(entry.bodyText)
  if (body === null) return errorReply(400, 'invalid_value', 'Expected a sampling body that is not streamed.')
  if (!server.store.models().includes(body.model)) return unknownModel(body.model)
  const answer = server.options.answer ?? (({ seed }) => `The answer is ${seed % 10}.`)
  const reply = buildSamplingReply({ body, kind, answer, fault, ordinal: entry.ordinal })
  entry.seeds = reply.seeds
  entry.billedPromptTokens = reply.promptTokens
  entry.billedCompletionTokens = reply.completionTokens
  return { status: 200, json: reply.payload }
}

function unknownModel(model: string | undefined): Reply {
  return errorReply(404, 'model_not_found', `The model '${model ?? ''}' does not exist.`)
}

function routeOf(path: string): Route {
  if (path === '/v1/chat/completions') return 'chat'
  if (path === '/v1/completions') return 'completions'
  if (/^\/v1\/models(\/|$)/.test(path)) return 'models'
  if (/^\/v1\/files(\/|$)/.test(path)) return 'files'
  return /^\/v1\/fine_tuning\/jobs(\/|$)/.test(path) ? 'jobs' : 'other'
}

function send(call: Call, reply: Reply): void {
  call.entry.status = reply.status
  const type = reply.text === undefined || call.entry.route !== 'files' ? 'application/json' : 'text/plain'
  call.res.writeHead(reply.status, { 'content-type': type })
  call.res.end(reply.text ?? JSON.stringify(reply.json))
}

function sendHalf(call: Call, reply: Reply): void {
  call.entry.status = reply.status
  const text = reply.text ?? JSON.stringify(reply.json)
  call.res.writeHead(reply.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  call.res.write(text.slice(0, text.length / 2), () => call.res.socket?.resetAndDestroy())
}
