import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson } from '@chorus/common/src/http/respond.ts'
import { type ExecutionResult, GraphQLError } from 'graphql'
import { isJsonObject, type JsonObject } from '../execute/json.ts'
import type { GraphStore } from './graph-store.ts'
import type { LiveOperations } from './live-operations.ts'
import { isAllowedOrigin } from './origin.ts'
import type { ParsedOperation, ParseOperation } from './parse-operation.ts'
import type { RequestScope } from './request-scope.ts'

/** One request for an event stream. */
export interface StreamRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly scope: RequestScope
  readonly body: unknown
  readonly search: string
}

/** GraphQL over SSE, "distinct connections" mode: one stream for each operation. */
export interface EventStreams {
  serve(input: StreamRequest): Promise<void>
}

export interface EventStreamOptions {
  readonly store: GraphStore
  readonly live: LiveOperations
  readonly parse: ParseOperation
  readonly isLocal: boolean
}

/** Keeps proxies from closing a quiet stream. */
const pingMs = 12_000

/**
 * Whether a request asks for an event stream: it accepts nothing else, or it accepts both and holds a subscription (some
 * clients list every type they know for every operation).
 */
export function wantsEventStream(accept: string, body: unknown): boolean {
  if (!accept.includes('text/event-stream')) return false
  if (!/json|\*\/\*/.test(accept)) return true
  const query = isJsonObject(body) ? body.query : undefined
  return typeof query === 'string' && /^(\s|#.*|,)*subscription\b/.test(query)
}

/**
 * Streams with back-pressure: the next event is asked for when the last has left, so that a slow client waits in the bounded
 * queue at its source (graphql-sse's own handler queues without a bound).
 */
export function createEventStreams(options: EventStreamOptions): EventStreams {
  return {
    serve: async (input) => {
      const refusal = refuse(input, options.isLocal)
      if (refusal !== undefined) {
        sendErrors(input, refusal.status, refusal.code, refusal.message)
        return
      }
      const live = readRequest(input)
      if (live === undefined) {
        const message =
          'Expected a "query" with the text of an operation; "variables", if any, must be an object.'
        sendErrors(input, 400, 'BAD_REQUEST', message)
        return
      }
      const graph = options.store.current()
      const parsed = options.parse({ graph, query: live.query, operationName: live.operationName })
      if (
        parsed.kind === 'valid' &&
        input.request.method === 'GET' &&
        parsed.operation.operation === 'mutation'
      ) {
        sendErrors(input, 405, 'BAD_REQUEST', 'A mutation must be sent with POST.')
        return
      }
      const results = await answer(options, { parsed, live, scope: input.scope, graph })
      await stream(input, results, options.live)
    },
  }
}

/** An operation as it came. */
interface LiveRequest {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: JsonObject
}

type Answer = ExecutionResult | AsyncIterableIterator<ExecutionResult>

async function answer(
  options: EventStreamOptions,
  input: {
    readonly parsed: ParsedOperation
    readonly live: LiveRequest
    readonly scope: RequestScope
    readonly graph: ReturnType<GraphStore['current']>
  },
): Promise<Answer> {
  const { parsed, live, scope, graph } = input
  if (parsed.kind === 'invalid') return { errors: parsed.errors }
  const request = { ...parsed, graph, variables: live.variables, scope }
  return options.live.run(request)
}

async function stream({ response }: StreamRequest, answer: Answer, live: LiveOperations): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  })
  response.write(':\n\n')
  const ping = setInterval(() => response.write(':\n\n'), pingMs)
  const results = Symbol.asyncIterator in answer ? answer : undefined
  const onClose = () => void results?.return?.()
  response.once('close', onClose)
  try {
    if (response.destroyed) onClose()
    if (results === undefined) await writeEvent(response, 'next', JSON.stringify(answer))
    else for await (const result of results) await writeEvent(response, 'next', JSON.stringify(result))
    // Without the last word a client knows that it was cut off, and comes back.
    if (!live.isClosing()) await writeEvent(response, 'complete', '')
  } catch (error) {
    response.destroy()
    throw error
  } finally {
    clearInterval(ping)
    response.off('close', onClose)
    response.end()
  }
}

async function writeEvent(response: ServerResponse, event: string, data: string): Promise<void> {
  if (response.destroyed || response.writableEnded) return
  const hasRoom = response.write(`event: ${event}\ndata: ${data}\n\n`)
  if (hasRoom) return
  const closed = new AbortController()
  const give = () => closed.abort()
  response.once('close', give)
  await once(response, 'drain', { signal: closed.signal }).catch(() => undefined)
  response.off('close', give)
}

/** The rules against requests that other web sites make in a browser, as for ApolloServer's CSRF prevention. */
function refuse({ request }: StreamRequest, isLocal: boolean) {
  if (!isAllowedOrigin(request, isLocal)) {
    return { status: 403, code: 'FORBIDDEN', message: 'Pages of another origin may not open a stream here.' }
  }
  if (request.method !== 'GET' && request.method !== 'POST') {
    return { status: 405, code: 'BAD_REQUEST', message: 'An event stream is opened with POST or GET.' }
  }
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
  if (request.method === 'POST' && !isJson) {
    return { status: 415, code: 'BAD_REQUEST', message: 'Send the operation as application/json.' }
  }
  return undefined
}

function readRequest({ request, body, search }: StreamRequest): LiveRequest | undefined {
  const params = request.method === 'GET' ? readSearch(search) : body
  if (!isJsonObject(params)) return undefined
  const { query, operationName, variables } = params
  if (typeof query !== 'string') return undefined
  if (variables !== undefined && variables !== null && !isJsonObject(variables)) return undefined
  return {
    query,
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables: variables ?? {},
  }
}

function readSearch(search: string): unknown {
  const params = new URLSearchParams(search)
  const variables = params.get('variables')
  try {
    return {
      query: params.get('query'),
      operationName: params.get('operationName'),
      variables: variables === null ? undefined : JSON.parse(variables),
    }
  } catch {
    return undefined
  }
}

function sendErrors(input: StreamRequest, status: number, code: string, message: string): void {
  const error = new GraphQLError(message, { extensions: { code, requestId: input.scope.requestId } })
  sendJson(input.response, status, { errors: [error] })
}
