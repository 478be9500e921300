import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { createSubgraphServer } from '@chorus/common/src/graphql/create-subgraph-server.ts'
import type { LocalDefaults } from '@chorus/common/src/graphql/read-request-context.ts'
import type { RequestContext } from '@chorus/common/src/graphql/request-context.ts'
import { createHttpServer, type HttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { createLogger, silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createSocketClient } from 'graphql-ws'
import { afterEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import { waitFor } from '../../testkit/wait-for.ts'

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { hello: String  whoAmI: String  known: String  secret: String }
  type Thing @key(fields: "id") { id: ID! name: String }
  type Subscription { ticks(upTo: Int!): Int  loaderOf: Int  breaks: Int  never: Int }
`
const local: LocalDefaults = { actor: { id: 'local', name: 'Local', roles: ['admin'] }, project: 'default' }
interface Loaders {
  number: number
}
type Context = RequestContext<Loaders>

const stops: (() => Promise<void>)[] = []
let madeLoaders = 0
let stopSubgraph: () => Promise<void> = async () => undefined
let sourcesStarted = 0
let sourcesEnded = 0
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function* ticks(upTo: number) {
  for (let n = 1; n <= upTo; n++) yield { ticks: n, loaderOf: n }
}

/** A source that never gives an event, and notes when it is given up. */
function endless(): AsyncIterableIterator<unknown> {
  sourcesStarted += 1
  const source: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => source,
    next: () => new Promise(() => undefined),
    return: async () => {
      sourcesEnded += 1
      return { done: true, value: undefined }
    },
  }
  return source
}

const resolvers = {
  Query: {
    hello: () => 'hello',
    whoAmI: (_: unknown, __: unknown, context: Context) =>
      [context.actor.id, context.actor.roles.join('+'), context.project, context.traceparent ?? '-'].join(
        ' ',
      ),
    known: () => {
      throw new ChorusError({ code: 'NOT_FOUND', message: 'No such thing.' })
    },
    secret: () => {
      throw new Error('password is hunter2 at 10.0.0.1')
    },
  },
  Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `thing ${id}` }) },
  Subscription: {
    ticks: { subscribe: (_: unknown, { upTo }: { upTo: number }) => ticks(upTo) },
    loaderOf: {
      subscribe: () => ticks(3),
      resolve: (_: unknown, __: unknown, context: Context) => context.loaders.number,
    },
    breaks: {
      subscribe: async function* () {
        yield { breaks: 1 }
        throw new Error('password is hunter2')
      },
    },
    never: { subscribe: endless },
  },
}

async function serve(localDefaults?: LocalDefaults, lines: string[] = []): Promise<HttpServer> {
  const log = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } })
  madeLoaders = 0
  const createLoaders = () => {
    madeLoaders += 1
    return { number: madeLoaders }
  }
  const subgraph = createSubgraphServer({
    typeDefs,
    resolvers,
    createLoaders,
    localDefaults,
    log,
    maxBodyBytes: 10_000,
  })
  const { routes, upgrades } = subgraph
  const server = createHttpServer({ host: '127.0.0.1', port: 0, routes, upgrades, log: silentLogger })
  await subgraph.start()
  await server.start()
  stopSubgraph = subgraph.stop
  stops.push(() => server.stop(500), subgraph.stop)
  return server
}

async function post(server: HttpServer, query: string, headers: Record<string, string> = {}, padding = '') {
  const response = await fetch(`${server.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, padding }),
  })
  return {
    status: response.status,
    body: (await response.json()) as {
      data?: unknown
      errors?: { message: string; extensions: { code: string } }[]
    },
  }
}

function socketClient(server: HttpServer, connectionParams: Record<string, unknown> = {}) {
  const url = `${server.url().replace('http', 'ws')}/graphql`
  const client = createSocketClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 })
  stops.push(async () => void client.dispose())
  return client
}

async function collect(iterator: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const item of iterator) all.push(item)
  return all
}

test('answers queries, and references of the federation', async () => {
  const server = await serve(local)
  expect((await post(server, '{ hello }')).body).toEqual({ data: { hello: 'hello' } })
  const found = await post(
    server,
    '{ _entities(representations: [{__typename: "Thing", id: "7"}]) { ... on Thing { name } } }',
  )
  expect(found.body).toEqual({ data: { _entities: [{ name: 'thing 7' }] } })
})

test('takes actor, project and trace from the headers', async () => {
  const server = await serve()
  const actor = JSON.stringify({ id: 'ada', name: 'Ada', roles: ['reader', 'starter'] })
  const headers = { 'chorus-actor': actor, 'chorus-project': 'p1', traceparent: '00-1-2-01' }
  expect((await post(server, '{ whoAmI }', headers)).body).toEqual({
    data: { whoAmI: 'ada reader+starter p1 00-1-2-01' },
  })
})

test('refuses requests without actor or project outside local mode, over every transport', async () => {
  const server = await serve()
  const refused = await post(server, '{ hello }')
  expect(refused.status).toBe(401)
  expect(refused.body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect((await post(server, '{ hello }', { accept: 'text/event-stream' })).status).toBe(401)
  const subscribing = collect(socketClient(server).iterate({ query: 'subscription { ticks(upTo: 1) }' }))
  await expect(subscribing).rejects.toMatchObject({ code: 4403 })
})

test('keeps the sentence of known errors and masks all others', async () => {
  const lines: string[] = []
  const server = await serve(local, lines)
  const known = await post(server, '{ known }')
  expect(known.body.errors).toMatchObject([{ message: 'No such thing.', extensions: { code: 'NOT_FOUND' } }])
  const masked = await post(server, '{ secret }')
  expect(masked.body.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR')
  expect(JSON.stringify(masked.body)).not.toMatch(/hunter2|10\.0\.0\.1|stack|\.ts:/)
  expect(lines.join('')).toContain('hunter2')
  expect((await post(server, '{ nothing }')).body.errors?.[0]?.extensions.code).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  )
  expect((await post(server, '{')).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED')
})

test('refuses bodies that are too large or no JSON, other content types, and subscriptions by plain POST', async () => {
  const server = await serve(local)
  expect((await post(server, '{ hello }', {}, 'x'.repeat(20_000))).status).toBe(413)
  const url = `${server.url()}/graphql`
  const json = { 'content-type': 'application/json' }
  expect((await fetch(url, { method: 'POST', headers: json, body: '{' })).status).toBe(400)
  expect((await fetch(url, { method: 'POST', body: '{"query":"{ hello }"}' })).status).toBe(400)
  const posted = await post(server, 'subscription { ticks(upTo: 1) }')
  expect(posted).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  })
})

test('a subscription runs over WebSocket and over server-sent events, with fresh loaders for each event', async () => {
  const server = await serve(local)
  const query = 'subscription { ticks(upTo: 3) }'
  const wanted = [1, 2, 3].map((n) => ({ data: { ticks: n } }))
  expect(await collect(socketClient(server).iterate({ query }))).toEqual(wanted)
  const sse = createSseClient({ url: `${server.url()}/graphql`, retryAttempts: 0 })
  expect(await collect(sse.iterate({ query }))).toEqual(wanted)
  const numbers = await collect(socketClient(server).iterate({ query: 'subscription { loaderOf }' }))
  expect(new Set(numbers.map((item) => JSON.stringify(item))).size).toBe(3)
  sse.dispose()
})

test('an error of the source ends the subscription with a masked error', async () => {
  const server = await serve(local)
  const results = await collect(socketClient(server).iterate({ query: 'subscription { breaks }' }))
  expect(results[0]).toEqual({ data: { breaks: 1 } })
  expect(results[1]).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
  expect(JSON.stringify(results)).not.toContain('hunter2')
})

test('a client that leaves ends the source at once, though no event comes', async () => {
  const server = await serve(local)
  sourcesStarted = 0
  sourcesEnded = 0
  const aborted = new AbortController()
  const opened = await fetch(`${server.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { never }' }),
    signal: aborted.signal,
  })
  expect(opened.status).toBe(200)
  aborted.abort()
  await waitFor(() => sourcesEnded === 1)
  const iterator = socketClient(server).iterate({ query: 'subscription { never }' })
  void iterator.next()
  await waitFor(() => sourcesStarted === 2)
  await iterator.return?.()
  await waitFor(() => sourcesEnded === 2)
})

test('stop closes WebSockets with 1001 and cuts event streams', async () => {
  const server = await serve(local)
  sourcesStarted = 0
  const query = 'subscription { never }'
  const socketEnd = collect(socketClient(server).iterate({ query })).catch((error: unknown) => error)
  const stream = await fetch(`${server.url()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  })
  const streamEnd = stream.text().catch((error: unknown) => error)
  await waitFor(() => sourcesStarted === 2)
  await stopSubgraph()
  expect(await socketEnd).toMatchObject({ code: 1001 })
  expect(await streamEnd).toBeInstanceOf(Error)
})
