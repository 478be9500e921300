import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '@chorus/common/src/http/read-body.ts'
import { sendJson } from '@chorus/common/src/http/respond.ts'
import { pathOf } from '@chorus/common/src/http/route.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Recorder } from '../ledger/recorder.ts'
import { ApiError, errorBody, toApiError } from './api-error.ts'
import type { Reply } from './call.ts'
import { type ApiRoute, matchRoute } from './router.ts'
import { sendStream } from './send-stream.ts'

/** Longest JSON body, in bytes. */
const maxJsonBytes = 4 * 1024 * 1024

/** What the front of the protocol needs. */
export type FrontOptions = {
  /** Null until the back end is loaded: every call is then answered with 503. */
  readonly routes: () => readonly ApiRoute[] | null
  /** Null: no key is asked for. */
  readonly apiKey: string | null
  /** Longest multipart body, in bytes. */
  readonly maxUploadBytes: number
  readonly ledger: Ledger
  readonly recorder: Recorder
  readonly log: Logger
  /** Told of every answered request. Must not throw. */
  readonly onAnswered?: (request: AnsweredRequest) => void
}

/** A request that is over. */
export type AnsweredRequest = {
  /** The pattern of its route; `unknown` when it came to none. */
  readonly route: string
  /** The HTTP status; `aborted` when the client left before the end. */
  readonly status: string
  readonly seconds: number
}

/** Makes the handler of all calls but the health checks: key, body, route, answer, errors in OpenAI's shape. */
export function createFront(options: FrontOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = `req_${randomUUID().replaceAll('-', '')}`
    const log = options.log.child({ requestId, method: request.method, path: pathOf(request) })
    const startedAtMs = performance.now()
    let route = 'unknown'
    response.setHeader('x-request-id', requestId)
    response.once('close', () => {
      const durationMs = performance.now() - startedAtMs
      const status = response.writableFinished ? String(response.statusCode) : 'aborted'
      log.debug({ status: response.statusCode, durationMs: Math.round(durationMs) }, 'answered a request')
      options.onAnswered?.({ route, status, seconds: durationMs / 1_000 })
    })
    try {
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      const onRoute = (pattern: string) => {
        route = pattern
      }
      const reply = await answer(options, request, { signal: gone.signal, onRoute })
      if (!gone.signal.aborted) await send(response, reply)
    } catch (error) {
      refuse({ response, error, log })
    }
  }
}

async function answer(
  options: FrontOptions,
  request: IncomingMessage,
  { signal, onRoute }: { readonly signal: AbortSignal; readonly onRoute: (pattern: string) => void },
): Promise<Reply> {
  assertKey(options.apiKey, request.headers.authorization)
  const routes = options.routes()
  if (routes === null) {
    const message = 'The model is being loaded. Try again in a second.'
    throw new ApiError({ status: 503, code: 'not_ready', message, retryAfterSeconds: 1 })
  }
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', 'http://localhost')
  const { route, params } = matchRoute(routes, method, url.pathname)
  onRoute(route.pattern)
  const contentType = request.headers['content-type'] ?? ''
  const isUpload = contentType.startsWith('multipart/form-data')
  const body = await readBody(request, isUpload ? options.maxUploadBytes : maxJsonBytes)
  if (url.pathname.startsWith('/v1/')) {
    options.ledger.count({ requests: 1 })
    await options.recorder.record({ method, path: url.pathname, body: body.toString('utf8') })
  }
  return route.handle({ params, query: url.searchParams, contentType, body, signal })
}

function assertKey(apiKey: string | null, authorization: string | undefined): void {
  if (apiKey === null) return
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (timingSafeEqual(digest(`Bearer ${apiKey}`), digest(authorization ?? ''))) return
  const found = authorization === undefined ? 'no Authorization header' : 'another key'
  const message = `Incorrect API key provided: expected 'Authorization: Bearer <key>' with this endpoint's key, found ${found}.`
  throw new ApiError({ status: 401, code: 'invalid_api_key', message })
}

async function send(response: ServerResponse, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'json':
      return sendJson(response, 200, reply.body)
    case 'bytes':
      response.writeHead(200, { 'content-type': reply.contentType, 'content-length': reply.bytes.length })
      response.end(reply.bytes)
      return
    case 'stream':
      return sendStream(response, reply.events)
  }
}

function refuse(input: { response: ServerResponse; error: unknown; log: Logger }): void {
  const { response, error, log } = input
  if (response.destroyed || response.writableEnded) {
    log.debug({}, 'the client left before its answer')
    return
  }
  const known = toApiError(error)
  if (known === null) log.error({ err: error }, 'a request failed')
  const message =
    'The server had an error while processing your request. Its log has the details under the request id.'
  const told = known ?? new ApiError({ status: 500, code: 'internal_error', message })
  if (response.headersSent) {
    response.end(`data: ${JSON.stringify(errorBody(told))}\n\n`)
    return
  }
  const headers: Record<string, string> =
    told.retryAfterSeconds === null ? {} : { 'retry-after': String(told.retryAfterSeconds) }
  sendJson(response, told.status, errorBody(told), headers)
}
