import { rename, writeFile } from 'node:fs/promises'
import { parse } from 'graphql'
import { createClient } from 'graphql-ws'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { waitFor } from '../../testkit/wait-for.ts'
import { createEventSource, type EventSource } from './event-source.ts'
import { type Answer, compose, startGateway, startGraph, type TestGraph } from './start-graph.ts'
import { type RunningSubgraph, startSubgraph } from './start-subgraph.ts'
import { pathsSubgraph, runsSubgraph, type SubgraphDefinition, votesSubgraph } from './world.ts'

const extra: SubgraphDefinition = {
  name: 'my-extra.graph',
  typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { extra: String }
    type Run @key(fields: "id") { id: ID! extra: Int }`),
  resolvers: { Query: { extra: () => 'more' }, Run: { extra: () => 7 } },
}

let source: EventSource
let graph: TestGraph
let definitions: SubgraphDefinition[]
let extraSubgraph: RunningSubgraph

beforeEach(async () => {
  source = createEventSource()
  definitions = [runsSubgraph(source.events, []), pathsSubgraph([]), votesSubgraph([])]
  graph = await startGraph(definitions)
  extraSubgraph = await startSubgraph(extra)
})
afterEach(async () => {
  await graph.stop()
  await extraSubgraph.stop()
})

function composeWithExtra(without?: string): string {
  const services = definitions.map(({ name, typeDefs }) => ({
    name,
    typeDefs,
    url: graph.subgraph(name).url,
  }))
  return compose([
    ...services.filter(({ name }) => name !== without),
    { name: extra.name, typeDefs: extra.typeDefs, url: extraSubgraph.url },
  ])
}

const hasExtra = async () => (await graph.ask('{ extra }')).data?.extra === 'more'

test('a new file is served at once, while an old query and an old subscription go on', async () => {
  const client = createClient({
    url: `${graph.gateway.url().replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  })
  const answers: unknown[] = []
  let ended = false
  client.subscribe(
    { query: 'subscription { runEvents(id: "r2") { cursor run { best { vote { outcome } } } } }' },
    {
      next: (answer) => void answers.push(answer),
      error: () => (ended = true),
      complete: () => (ended = true),
    },
  )
  await waitFor(() => graph.subgraph('runs').openSubscriptions() === 1)

  // The first step of this query waits until the new file is in use; its second needs a subgraph that is then gone.
  let release = () => {}
  graph.subgraph('runs').misbehave((response) => {
    release = () => response.end('{"data": {"_0_run": {"__typename": "Run", "id": "r1"}}}')
  })
  const running: Promise<Answer> = graph.ask('{ run(id: "r1") { summary { consensus } } }')
  await waitFor(() => graph.subgraph('runs').calls.length > 0)

  await writeFile(`${graph.supergraphPath}.new`, composeWithExtra('votes'))
  await rename(`${graph.supergraphPath}.new`, graph.supergraphPath)
  await waitFor(hasExtra)
  release()
  graph.subgraph('runs').misbehave(undefined)
  expect(await running).toMatchObject({ data: { run: { summary: { consensus: 1 } } } })
  expect((await graph.ask('{ runs { summary { consensus } } }')).status).toBe(400)
  expect((await graph.ask('{ runs { extra } }')).data).toEqual({ runs: Array(3).fill({ extra: 7 }) })

  source.send({ cursor: 1, runId: 'r2' })
  await waitFor(() => answers.length === 1)
  expect(answers).toEqual([
    { data: { runEvents: { cursor: 1, run: { best: { vote: { outcome: 'CONSENSUS' } } } } } },
  ])
  expect(ended).toBe(false)
  await client.dispose()
})

test.each([
  ['text that is no SDL', '<html>'],
  ['a schema that is no supergraph', 'type Query { a: Int }'],
  ['a supergraph that was cut off', 'cut'],
  ['an empty file', ''],
])('%s is refused with a line in the log, and the old one stays', async (_what, text) => {
  const bad = text === 'cut' ? graph.supergraphSdl.slice(0, graph.supergraphSdl.length / 2) : text
  await writeFile(graph.supergraphPath, bad)
  await waitFor(() => graph.logLines.some((line) => line.includes('is refused, the old one stays')))
  expect((await graph.ask('{ run(id: "r1") { summary { consensus } } }')).data).toEqual({
    run: { summary: { consensus: 1 } },
  })
  await writeFile(graph.supergraphPath, composeWithExtra())
  await waitFor(hasExtra)
})

test('SIGHUP loads the file again', async () => {
  await writeFile(graph.supergraphPath, composeWithExtra())
  process.emit('SIGHUP')
  await waitFor(hasExtra)
})

test('a bad file at the start is a sentence, not a gateway', async () => {
  await writeFile(graph.supergraphPath, 'type Query { a: Int }')
  await expect(startGateway({ SUPERGRAPH: graph.supergraphPath })).rejects.toThrow(
    /Expected a composed supergraph in .*names no subgraph.*SUPERGRAPH/,
  )
  await expect(startGateway({ SUPERGRAPH: '/nowhere/x.graphql' })).rejects.toThrow(
    /Expected a supergraph file/,
  )
})

test('a foreign supergraph is fronted, with one address of it replaced', async () => {
  const { typeDefs } = extra
  const foreign = compose([{ name: extra.name, typeDefs, url: 'http://127.0.0.1:1/graphql' }])
  await writeFile(graph.supergraphPath, foreign)
  const gateway = await startGateway({
    SUPERGRAPH: graph.supergraphPath,
    CHORUS_SUBGRAPH_MY_EXTRA_GRAPH_URL: extraSubgraph.url,
  })
  const response = await fetch(`${gateway.url()}/graphql?query=%7Bextra%7D`, {
    headers: { 'apollo-require-preflight': 'yes' },
  })
  expect(await response.json()).toEqual({ data: { extra: 'more' } })
  await gateway.stop()
})
