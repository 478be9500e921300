import { once } from 'node:events'
import { createClient as createSseClient } from 'graphql-sse'
import { CloseCode, createClient as createWsClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { waitFor } from '../../testkit/wait-for.ts'
import { createEventSource, type EventSource } from './event-source.ts'
import { type Answer, startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

const subscription =
  'subscription ($id: ID!) { e: runEvents(id: $id) { at: cursor run { name summary { consensus } best { text } } } }'
const expectedRun = { name: 'run r2', summary: { consensus: 2 }, best: { text: 'text of p22' } }

let source: EventSource
let graph: TestGraph

beforeEach(async () => {
  source = createEventSource()
  const env = { CHORUS_GATEWAY_MAX_WAITING_EVENTS: '50', CHORUS_GATEWAY_REQUEST_TIMEOUT_MS: '2000' }
  graph = await startGraph([runsSubgraph(source.events, []), pathsSubgraph([]), votesSubgraph([])], env)
})
afterEach(() => graph.stop())

/** A client of one of the protocols, reduced to what both do. */
interface Client {
  subscribe(query: string, variables?: Record<string, unknown>): Subscriber
  /** Goes away without a goodbye. */
  vanish(): Promise<void> | void
}

interface Subscriber {
  readonly answers: Answer[]
  readonly ended: () => string | undefined
  unsubscribe(): void
}

function collect(
  start: (sink: { next(value: unknown): void; error(error: unknown): void; complete(): void }) => () => void,
): Subscriber {
  const answers: Answer[] = []
  let end: string | undefined
  const unsubscribe = start({
    next: (value) => void answers.push(value as Answer),
    error: (error) => {
      end = error instanceof Error ? error.message : JSON.stringify(error)
    },
    complete: () => {
      end = 'complete'
    },
  })
  return { answers, ended: () => end, unsubscribe }
}

function overWebSocket(): Client {
  let socket: WebSocket | undefined
  const webSocketImpl = class extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols)
      socket = this
    }
  }
  const url = `${graph.gateway.url().replace('http', 'ws')}/graphql`
  const client = createWsClient({ url, webSocketImpl, retryAttempts: 0, lazy: true })
  return {
    subscribe: (query, variables = {}) => collect((sink) => client.subscribe({ query, variables }, sink)),
    vanish: () => socket?.terminate(),
  }
}

function overSse(): Client {
  const abort = new AbortController()
  const fetchFn = (input: string, init: RequestInit) => {
    const signals = [abort.signal, ...(init.signal ? [init.signal] : [])]
    return fetch(input, { ...init, signal: AbortSignal.any(signals) })
  }
  const client = createSseClient({ url: `${graph.gateway.url()}/graphql`, retryAttempts: 0, fetchFn })
  return {
    subscribe: (query, variables = {}) =>
      collect((sink) => client.subscribe({ query, variables }, sink as never)),
    vanish: () => abort.abort(),
  }
}

const isOpen = (count: number) => () => graph.subgraph('runs').openSubscriptions() === count

describe.each([
  ['graphql-transport-ws', overWebSocket],
  ['SSE', overSse],
])('over %s', (_name, connect) => {
  test('events come in order, with fields of other subgraphs', async () => {
    const subscriber = connect().subscribe(subscription, { id: 'r2' })
    await waitFor(isOpen(1))
    for (let cursor = 1; cursor <= 20; cursor++) source.send({ cursor, runId: 'r2' })
    await waitFor(() => subscriber.answers.length === 20)
    expect(subscriber.answers).toEqual(
      Array.from({ length: 20 }, (_, index) => ({ data: { e: { at: index + 1, run: expectedRun } } })),
    )
  })

  test('ends when the source completes', async () => {
    const subscriber = connect().subscribe(subscription, { id: 'r2' })
    await waitFor(isOpen(1))
    source.send({ cursor: 1, runId: 'r2' })
    source.complete()
    await waitFor(() => subscriber.ended() !== undefined)
    expect(subscriber.ended()).toBe('complete')
    expect(subscriber.answers).toHaveLength(1)
  })

  test('a client that unsubscribes closes its source', async () => {
    const subscriber = connect().subscribe(subscription, { id: 'r2' })
    await waitFor(isOpen(1))
    subscriber.unsubscribe()
    await waitFor(isOpen(0))
  })

  test('a client that vanishes closes its source', async () => {
    const client = connect()
    client.subscribe(subscription, { id: 'r2' })
    await waitFor(isOpen(1))
    await client.vanish()
    await waitFor(isOpen(0))
  })

  test('a lost source is told by code, so that the client comes back', async () => {
    const subscriber = connect().subscribe(subscription, { id: 'r2' })
    await waitFor(isOpen(1))
    source.send({ cursor: 1, runId: 'r2' })
    await waitFor(() => subscriber.answers.length === 1)
    graph.subgraph('runs').cutSockets()
    await waitFor(() => subscriber.ended() !== undefined)
    expect(subscriber.answers[1]?.errors?.[0]?.extensions.code).toBe('SUBSCRIPTION_LOST')
    expect(subscriber.ended()).toBe('complete')
  })

  test('a source that cannot be reached is an error without its address', async () => {
    await graph.subgraph('runs').stop()
    const subscriber = connect().subscribe(subscription, { id: 'r2' })
    await waitFor(() => subscriber.ended() !== undefined)
    expect(subscriber.answers[0]?.errors?.[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE')
    expect(JSON.stringify(subscriber.answers)).not.toMatch(/127\.0\.0\.1|ECONN/)
  })

  test('another subgraph that is down nulls its fields in each event', async () => {
    await graph.subgraph('votes').stop()
    const query = 'subscription { runEvents(id: "r2") { cursor run { name best { vote { outcome } } } } }'
    const subscriber = connect().subscribe(query)
    await waitFor(isOpen(1))
    source.send({ cursor: 1, runId: 'r2' })
    await waitFor(() => subscriber.answers.length === 1)
    expect(subscriber.answers[0]).toMatchObject({
      data: { runEvents: { cursor: 1, run: { name: 'run r2', best: { vote: null } } } },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    })
  })

  test('queries and mutations are answered too', async () => {
    const query = connect().subscribe('{ run(id: "r2") { summary { consensus } } }')
    await waitFor(() => query.ended() === 'complete')
    expect(query.answers).toEqual([{ data: { run: { summary: { consensus: 2 } } } }])
  })

  test('a wrong operation is refused with its errors', async () => {
    const subscriber = connect().subscribe('subscription { runEvents(id: "r2") { nothing } }')
    await waitFor(() => subscriber.ended() !== undefined)
    const said = `${subscriber.ended()}${JSON.stringify(subscriber.answers)}`
    expect(said).toContain('Cannot query field')
    expect(graph.subgraph('runs').openSubscriptions()).toBe(0)
  })

  test('a wrong variable never reaches the subgraph', async () => {
    const subscriber = connect().subscribe(subscription, {})
    await waitFor(() => subscriber.ended() !== undefined)
    expect(subscriber.answers[0]?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect(graph.subgraph('runs').openSubscriptions()).toBe(0)
  })
})

test('a client that reads too slowly is given up with a code, after a bounded number of events', async () => {
  graph.subgraph('votes').misbehave(() => undefined)
  const subscriber = overWebSocket().subscribe(subscription, { id: 'r2' })
  await waitFor(isOpen(1))
  for (let cursor = 1; cursor <= 200; cursor++) source.send({ cursor, runId: 'r2' })
  await waitFor(isOpen(0))
  // Those that were waiting are still given, in order, and then the last word.
  graph.subgraph('votes').misbehave((response) => response.writeHead(500).end())
  await waitFor(() => subscriber.answers.length > 0 || subscriber.ended() !== undefined, {
    timeoutMs: 40_000,
  })
  await waitFor(() => subscriber.ended() === 'complete')
  expect(subscriber.answers.at(-1)?.errors?.[0]?.extensions.code).toBe('SUBSCRIPTION_LAGGED')
  expect(subscriber.answers.length).toBeLessThanOrEqual(52)
})

test('stopping closes sockets with 1001 and leaves event streams without a last word', async () => {
  const url = `${graph.gateway.url()}/graphql`
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
  await once(socket, 'open')
  const body = JSON.stringify({ query: subscription, variables: { id: 'r2' } })
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  const stream = await fetch(url, { method: 'POST', headers, body })
  await waitFor(isOpen(1))
  const closed = once(socket, 'close')
  await graph.gateway.stop()
  expect((await closed)[0]).toBe(1001)
  expect(await stream.text()).not.toContain('event: complete')
  await waitFor(isOpen(0))
})

describe('pages of other origins', () => {
  const open = (origin: string) =>
    new Promise<string>((resolve) => {
      const url = `${graph.gateway.url().replace('http', 'ws')}/graphql`
      const socket = new WebSocket(url, 'graphql-transport-ws', { origin })
      socket.on('open', () => {
        socket.close(CloseCode.BadRequest)
        resolve('open')
      })
      socket.on('error', (error) => resolve(error.message))
    })

  test('may not open a socket', async () => {
    expect(await open('https://example.org')).toContain('403')
    expect(await open('null')).toContain('403')
    expect(await open(graph.gateway.url())).toBe('open')
    expect(await open('http://localhost:5173')).toBe('open')
  })

  test('may not open an event stream', async () => {
    const url = `${graph.gateway.url()}/graphql?query=${encodeURIComponent('{ __typename }')}`
    const headers = { accept: 'text/event-stream' }
    expect((await fetch(url, { headers: { ...headers, origin: 'https://example.org' } })).status).toBe(403)
    expect(await (await fetch(url, { headers })).text()).toContain(
      'event: next\ndata: {"data":{"__typename":"Query"}}',
    )
  })
})
