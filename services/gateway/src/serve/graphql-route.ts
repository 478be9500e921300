import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ApolloServer, HeaderMap } from '@apollo/server'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { readBody } from '@chorus/common/src/http/read-body.ts'
import { sendJson } from '@chorus/common/src/http/respond.ts'
import type { Route } from '@chorus/common/src/http/route.ts'
import { isJsonObject } from '../execute/json.ts'
import { type EventStreams, wantsEventStream } from './event-streams.ts'
import { createRequestScope, type RequestScope } from './request-scope.ts'

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<RequestScope>
  readonly streams: EventStreams
  readonly maxBodyBytes: number
  /** The page for people with a browser; undefined outside local mode. */
  readonly graphiql: (() => Buffer) | undefined
}

/** /graphql: GraphiQL for browsers in local mode, SSE for those who ask for an event stream, ApolloServer for all else. */
export function graphqlRoute(options: GraphqlRouteOptions): Route {
  return { path: '/graphql', handle: (request, response) => handle(options, request, response) }
}

async function handle(
  options: GraphqlRouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const accept = request.headers.accept ?? ''
  if (options.graphiql !== undefined && request.method === 'GET' && accept.includes('text/html')) {
    sendPage(response, options.graphiql())
    return
  }
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const scope = createRequestScope(request.headers, gone.signal)
  response.setHeader('x-request-id', scope.requestId)
  const body = await readJson(request, options.maxBodyBytes)
  if (body.kind === 'refused') {
    refuse(response, scope, body)
    return
  }
  const search = new URL(request.url ?? '/', 'http://gateway').search
  if (wantsEventStream(accept, body.value)) {
    await options.streams.serve({ request, response, scope, body: body.value, search })
    return
  }
  await serveApollo(options.apollo, { request, response, scope, body: body.value, search })
}

async function serveApollo(
  apollo: ApolloServer<RequestScope>,
  input: {
    readonly request: IncomingMessage
    readonly response: ServerResponse
    readonly scope: RequestScope
    readonly body: unknown
    readonly search: string
  },
): Promise<void> {
  const { request, response, scope, body, search } = input
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers, search, body },
    context: async () => scope,
  })
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.statusCode = answer.status ?? 200
  if (answer.body.kind === 'complete') {
    response.end(answer.body.string)
    return
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk)
  response.end()
}

type JsonBody =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string }

/** The body of a JSON request; undefined for requests of another type, which ApolloServer then refuses by its own rules. */
async function readJson(request: IncomingMessage, maxBytes: number): Promise<JsonBody> {
  const type = request.headers['content-type'] ?? ''
  try {
    const bytes = await readBody(request, maxBytes)
    if (bytes.length === 0 || !/^application\/(graphql\+)?json\b/i.test(type)) {
      return { kind: 'read', value: undefined }
    }
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (isJsonObject(value) || Array.isArray(value)) return { kind: 'read', value }
    return badJson('a JSON value that is no object')
  } catch (error) {
    if (error instanceof SyntaxError) return badJson('text that is not JSON')
    if (!(error instanceof ChorusError)) throw error
    return { kind: 'refused', status: 413, code: 'BAD_USER_INPUT', message: error.message }
  }
}

function badJson(found: string): JsonBody {
  const message = `Expected a JSON object with a "query" as the body, found ${found}.`
  return { kind: 'refused', status: 400, code: 'BAD_REQUEST', message }
}

function refuse(
  response: ServerResponse,
  scope: RequestScope,
  body: Extract<JsonBody, { kind: 'refused' }>,
): void {
  const extensions = { code: body.code, requestId: scope.requestId }
  sendJson(
    response,
    body.status,
    { errors: [{ message: body.message, extensions }] },
    { connection: 'close' },
  )
}

function sendPage(response: ServerResponse, page: Buffer): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': page.length,
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  response.end(page)
}
