import { createClient } from 'graphql-ws'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { scrape } from '../../testkit/scrape.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { createEventSource, type EventSource } from './event-source.ts'
import { startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

let source: EventSource
let graph: TestGraph
beforeEach(async () => {
  source = createEventSource()
  graph = await startGraph([runsSubgraph(source.events, []), pathsSubgraph([]), votesSubgraph([])])
})
afterEach(() => graph.stop())

const read = () => scrape(graph.gateway.url())

test('operations are counted by name and code, fetches by subgraph, plans by whether the cache had them', async () => {
  for (let turn = 0; turn < 3; turn++) await graph.ask('query Names { runs { name } }')
  await graph.ask('{ runs { name } }')
  const found = await read()
  const names = { operation: 'Names' }
  expect(found.value('chorus_graph_operations_total', { ...names, code: 'OK' })).toBe(3)
  expect(found.value('chorus_graph_operation_seconds_count', names)).toBe(3)
  expect(found.value('chorus_graph_operations_total', { operation: 'anonymous', code: 'OK' })).toBe(1)
  expect(found.value('chorus_graph_subgraph_fetch_seconds_count', { subgraph: 'runs' })).toBe(4)
  expect(found.value('chorus_graph_subgraph_fetch_errors_total')).toBeUndefined()
  expect(found.value('chorus_graph_plan_lookups_total', { result: 'hit' })).toBe(2)
  expect(found.value('chorus_graph_plan_lookups_total', { result: 'miss' })).toBe(2)
})

test('a subgraph that is away is counted, at the subgraph and at the operation', async () => {
  await graph.subgraph('votes').stop()
  await graph.ask('query Outcomes { runs { paths(first: 1) { vote { outcome } } } }')
  const code = 'SUBGRAPH_UNAVAILABLE'
  const found = await read()
  expect(found.value('chorus_graph_subgraph_fetch_errors_total', { subgraph: 'votes', code })).toBe(1)
  expect(found.value('chorus_graph_operations_total', { operation: 'Outcomes', code })).toBe(1)
})

test('names that clients make up end as other, and the scrape stays small', async () => {
  for (let name = 0; name < 230; name++) await graph.ask(`query Made${name} { __typename }`)
  const found = await read()
  expect(found.value('chorus_graph_operations_total', { operation: 'other' })).toBe(30)
  expect(found.value('chorus_graph_operations_total', { operation: 'Made0' })).toBe(1)
  expect(found.value('chorus_graph_operations_total', { operation: 'Made229' })).toBeUndefined()
})

test('open subscriptions are counted until they end', async () => {
  expect((await read()).value('chorus_graph_open_subscriptions')).toBe(0)
  const url = `${graph.gateway.url().replace('http', 'ws')}/graphql`
  const client = createClient({ url, webSocketImpl: WebSocket })
  const sink = { next: () => undefined, error: () => undefined, complete: () => undefined }
  const query = 'subscription Watch { runEvents(id: "r2") { cursor } }'
  const end = client.subscribe({ query }, sink)
  client.subscribe({ query }, sink)
  await waitFor(async () => (await read()).value('chorus_graph_open_subscriptions') === 2)
  expect((await read()).value('chorus_graph_operations_total', { operation: 'Watch', code: 'OK' })).toBe(2)
  end()
  await waitFor(async () => (await read()).value('chorus_graph_open_subscriptions') === 1)
  await client.dispose()
  await waitFor(async () => (await read()).value('chorus_graph_open_subscriptions') === 0)
})
