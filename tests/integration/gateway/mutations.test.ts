import { afterEach, beforeEach, expect, test } from 'vitest'
import { startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

const noEvents = async function* () {}
let graph: TestGraph
let log: string[]

beforeEach(async () => {
  log = []
  graph = await startGraph([runsSubgraph(noEvents, log), pathsSubgraph(log), votesSubgraph(log)])
})
afterEach(() => graph.stop())

test('run in the order of the client over several subgraphs, each complete before the next', async () => {
  const answer = await graph.ask(
    `mutation ($text: String!) {
    a: startRun(name: "one") { name best { text sureVote { outcome } } }
    ...Middle
    b: startRun(name: "two") { summary { consensus } }
    c: castVote(pathId: "p11") { outcome winner { text } }
  }
  fragment Middle on Mutation { writePath(text: $text) { sureVote { outcome } } }`,
    { text: 'm' },
  )
  expect(answer.errors).toBeUndefined()
  expect(log).toEqual(['start one', 'sureVote', 'write m', 'sureVote', 'start two', 'cast p11'])
  expect(JSON.stringify(answer.data)).toBe(
    '{"a":{"name":"run r7","best":{"text":"text of p72","sureVote":{"outcome":"CONSENSUS"}}},' +
      '"writePath":{"sureVote":{"outcome":"CONSENSUS"}},"b":{"summary":{"consensus":7}},' +
      '"c":{"outcome":"CONSENSUS","winner":{"text":"text of p11"}}}',
  )
})

test('two aliases of one mutation are two calls', async () => {
  await graph.ask('mutation { a: noteRun(text: "x") b: noteRun(text: "x") }')
  expect(log).toEqual(['note x', 'note x'])
  expect(graph.takeCalls()).toEqual({ runs: 1 })
})

test('a skipped mutation is not carried out', async () => {
  const answer = await graph.ask(
    'mutation ($no: Boolean!) { noteRun(text: "x") @include(if: $no) ... @include(if: $no) { writePath(text: "y") { id } } castVote(pathId: "p11") { outcome } }',
    { no: false },
  )
  expect(answer.data).toEqual({ castVote: { outcome: 'CONSENSUS' } })
  expect(log).toEqual(['cast p11'])
})

test('go on after one that failed', async () => {
  graph.subgraph('paths').misbehave((response) => response.writeHead(500).end())
  const answer = await graph.ask(
    'mutation { writePath(text: "y") { id } castVote(pathId: "p11") { outcome } }',
  )
  expect(answer.data).toEqual({ writePath: null, castVote: { outcome: 'CONSENSUS' } })
  expect(answer.errors).toMatchObject([{ path: ['writePath'], extensions: { code: 'SUBGRAPH_ERROR' } }])
})

test('are refused over GET', async () => {
  const url = `${graph.gateway.url()}/graphql?query=${encodeURIComponent('mutation { noteRun(text: "x") }')}`
  const response = await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } })
  expect(response.status).toBe(405)
  const stream = await fetch(url, { headers: { accept: 'text/event-stream' } })
  expect(stream.status).toBe(405)
  expect(log).toEqual([])
})
