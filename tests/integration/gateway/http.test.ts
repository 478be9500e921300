import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { ask, startGateway, startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

const noEvents = async function* () {}
let graph: TestGraph

beforeAll(async () => {
  graph = await startGraph([runsSubgraph(noEvents, []), pathsSubgraph([]), votesSubgraph([])])
})
afterAll(() => graph?.stop())

const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${graph.gateway.url()}/graphql`, { method: 'POST', headers, body })

const codeOf = async (response: Response) => (await response.json()).errors[0].extensions.code

test('a posted subscription is refused and told where to go', async () => {
  graph.takeCalls()
  const answer = await graph.ask('subscription { runEvents(id: "r1") { cursor } }')
  expect(answer.status).toBe(400)
  expect(answer.errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_OVER_HTTP' } }])
  expect(answer.errors?.[0]?.message).toMatch(/graphql-transport-ws.*text\/event-stream/)
  expect(graph.takeCalls()).toEqual({})
})

test('a client that accepts both gets a stream for a subscription and JSON for a query', async () => {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const query = await post(JSON.stringify({ query: '{ __typename }' }), headers)
  expect(query.headers.get('content-type')).toContain('application/json')
  const stream = await post(
    JSON.stringify({ query: 'subscription { runEvents(id: "r1") { cursor } }' }),
    headers,
  )
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  await stream.text()
})

describe('bad requests', () => {
  test('a body above the limit is 413, announced or not', async () => {
    const query = `{ __typename } #${'x'.repeat(1_048_576)}`
    const response = await post(JSON.stringify({ query }))
    expect(response.status).toBe(413)
    expect(await codeOf(response)).toBe('BAD_USER_INPUT')
    const unannounced = await fetch(`${graph.gateway.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Readable.toWeb(Readable.from([Buffer.from(JSON.stringify({ query }))])),
      duplex: 'half',
    } as RequestInit)
    expect(unannounced.status).toBe(413)
  })

  test.each([
    ['text that is no JSON', '{"query": '],
    ['a string', '"{ __typename }"'],
    ['no query', '{}'],
    ['a list', '[{"query": "{ __typename }"}]'],
    ['a wrong type of variables', '{"query": "{ __typename }", "variables": 3}'],
    ['a syntax error', '{"query": "{ run("}'],
  ])('%s is 400 with a code', async (_what, body) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toMatch(/^(BAD_REQUEST|GRAPHQL_PARSE_FAILED)$/)
  })

  test('forms of other web sites are refused', async () => {
    graph.takeCalls()
    const body = JSON.stringify({ query: 'mutation { noteRun(text: "x") }' })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      expect((await post(body, { 'content-type': type })).status).toBe(400)
      expect((await post(body, { 'content-type': type, accept: 'text/event-stream' })).status).toBe(415)
    }
    expect(graph.takeCalls()).toEqual({})
  })

  test('other paths are 404', async () => {
    expect((await fetch(`${graph.gateway.url()}/nothing`)).status).toBe(404)
  })
})

describe('a client that goes away', () => {
  const leaveDuring = async (query: string) => {
    const held: ServerResponse[] = []
    graph.subgraph('runs').misbehave((response) => void held.push(response))
    const leaving = new AbortController()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ query })
    const options = { method: 'POST', headers, body, signal: leaving.signal }
    const asked = fetch(`${graph.gateway.url()}/graphql`, options).catch(() => undefined)
    const [response] = await waitFor(() => held.length > 0 && held)
    graph.subgraph('runs').misbehave(undefined)
    leaving.abort()
    await asked
    return response
  }

  test('takes its query along', async () => {
    const response = await leaveDuring('{ runs { name } }')
    await waitFor(() => response?.destroyed)
  })

  test('leaves its mutation, which is carried out to the end', async () => {
    graph.takeCalls()
    const response = await leaveDuring('mutation { startRun(name: "x") { name summary { consensus } } }')
    response?.end('{"data": {"_0_startRun": {"__typename": "Run", "id": "r1", "name": "x"}}}')
    await waitFor(() => graph.subgraph('votes').calls.length === 1)
  })
})

describe('GraphiQL', () => {
  const getPage = (url: string) => fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })

  test('is one page that loads nothing from elsewhere', async () => {
    const response = await getPage(graph.gateway.url())
    expect(response.headers.get('content-type')).toContain('text/html')
    const page = await response.text()
    expect(page).toContain('iterationEvents')
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)=["']?(https?:)?\/\//)
  })

  test('and introspection are for local mode only', async () => {
    const gateway = await startGateway({ SUPERGRAPH: graph.supergraphPath, CHORUS_MODE: 'deployed' })
    expect((await getPage(gateway.url())).headers.get('content-type')).not.toContain('text/html')
    const query = '{ __schema { types { name } } }'
    const response = await fetch(`${gateway.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    expect(response.status).toBe(400)
    const stream = await fetch(`${gateway.url()}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream' },
    })
    expect(await stream.text()).toContain('introspection')
    await gateway.stop()
  })
})

describe('ids', () => {
  test('the request id of the client comes back and stands in errors; a strange one is replaced', async () => {
    const ask = (id: string) =>
      post(JSON.stringify({ query: '{ run(id: "r1") { best { vote { outcome } } } }' }), {
        'content-type': 'application/json',
        'x-request-id': id,
      })
    graph.subgraph('votes').misbehave((response) => response.writeHead(500).end())
    const response = await ask('mine-1')
    expect(response.headers.get('x-request-id')).toBe('mine-1')
    expect((await response.json()).errors[0].extensions.requestId).toBe('mine-1')
    expect((await ask('a b<script>')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    graph.subgraph('votes').misbehave(undefined)
  })
})

describe('health', () => {
  test('tells which subgraphs answer and stays ready when one does not', async () => {
    graph.subgraph('votes').misbehave((response) => response.writeHead(503).end())
    const ready = await fetch(`${graph.gateway.url()}/readyz`)
    graph.subgraph('votes').misbehave(undefined)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({
      subgraphs: { runs: 'answers', paths: 'answers', votes: 'does not answer' },
    })
    expect((await fetch(`${graph.gateway.url()}/healthz`)).status).toBe(200)
  })
})

test('a stop lets a running query end', async () => {
  const gateway = await startGateway({ SUPERGRAPH: graph.supergraphPath })
  const held: ServerResponse[] = []
  graph.subgraph('runs').misbehave((response) => void held.push(response))
  const asked = ask(gateway.url(), '{ run(id: "r1") { summary { consensus } } }')
  await waitFor(() => held.length > 0)
  graph.subgraph('runs').misbehave(undefined)
  const stopped = gateway.stop()
  expect(gateway.readiness.reasons()).toEqual({ process: 'stopping' })
  held[0]?.end('{"data": {"_0_run": {"__typename": "Run", "id": "r1"}}}')
  expect((await asked).data).toEqual({ run: { summary: { consensus: 1 } } })
  await stopped
  await expect(fetch(`${gateway.url()}/healthz`)).rejects.toThrow()
})
