import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ApolloServer, HeaderMap } from '@apollo/server'
import { ChorusError } from '../errors/chorus-error.ts'
import { readBody } from '../http/read-body.ts'
import { sendJson } from '../http/respond.ts'
import type { RequestContext } from './request-context.ts'

/** What it takes to answer a request over HTTP. */
export interface HttpRequestInput {
  readonly apollo: ApolloServer<RequestContext>
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly createContext: () => RequestContext
  readonly maxBodyBytes: number
}

/** Answers one GraphQL request over HTTP: queries and mutations. */
export async function serveHttpRequest(input: HttpRequestInput): Promise<void> {
  const { apollo, request, response } = input
  const body = await readJsonBody(request, input.maxBodyBytes).catch((error: unknown) => {
    refuse(response, error)
    return undefined
  })
  if (body === undefined) return
  const url = new URL(request.url ?? '/', 'http://localhost')
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers: headerMapOf(request),
      search: url.search,
      body: body.json,
    },
    context: async () => input.createContext(),
  })
  response.writeHead(answer.status ?? 200, Object.fromEntries(answer.headers))
  if (answer.body.kind === 'complete') {
    response.end(answer.body.string)
    return
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk)
  response.end()
}

async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<{ json: unknown }> {
  if (request.method !== 'POST') return { json: undefined }
  const bytes = await readBody(request, maxBytes)
  // Apollo Server refuses other content types with a message of its own.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return { json: {} }
  return { json: JSON.parse(bytes.toString()) }
}

function refuse(response: ServerResponse, error: unknown): void {
  const tooLarge = error instanceof ChorusError
  const message = tooLarge
    ? error.message
    : 'Expected a body of JSON, found something else. Correct the request.'
  // The rest of a body that is too large is not read: the connection cannot be used again.
  sendJson(
    response,
    tooLarge ? 413 : 400,
    { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] },
    tooLarge ? { connection: 'close' } : {},
  )
}

function headerMapOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
