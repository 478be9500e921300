import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql'
import { executeOperation } from '../execute/execute-operation.ts'
import type { JsonObject } from '../execute/json.ts'
import type { SubgraphAnswer, SubgraphRequest } from '../execute/subgraph-port.ts'
import { subscribeOperation } from '../execute/subscribe-operation.ts'
import type { Graph } from '../plan/graph.ts'
import { variableOf } from '../plan/read-subgraphs.ts'
import { callSubgraph } from '../subgraphs/call-subgraph.ts'
import type { ConnectionPools } from '../subgraphs/connection-pools.ts'
import { openSource } from '../subgraphs/open-source.ts'
import { type RequestScope, subgraphHeaders } from './request-scope.ts'

/** A valid operation and who asks. */
export interface EngineRequest {
  /** The version it was validated against; it stays on it. */
  readonly graph: Graph
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Tells operations apart, for the cache of plans. */
  readonly key: string
  readonly variables: JsonObject
  readonly scope: RequestScope
}

/** Executes operations against the subgraphs. */
export interface Engine {
  execute(request: EngineRequest): Promise<ExecutionResult>
  subscribe(request: EngineRequest): ExecutionResult | AsyncIterableIterator<ExecutionResult>
  /** Whether a subgraph answers within a second. */
  probe(graph: Graph, service: string, scope: RequestScope): Promise<boolean>
}

export interface EngineOptions {
  readonly pools: ConnectionPools
  /** Addresses that take the place of the supergraph's, by variable name. */
  readonly urls: ReadonlyMap<string, string>
  /** For a query or mutation as a whole, and for each event of a subscription. */
  readonly requestTimeoutMs: number
  readonly maxWaitingEvents: number
  /** Told of every fetch for an operation. Must not throw. */
  readonly onFetch?: (fetch: FinishedFetch) => void
}

/** A fetch from a subgraph that has ended. */
export interface FinishedFetch {
  readonly service: string
  readonly seconds: number
  readonly answer: SubgraphAnswer
}

/** An engine over HTTP and WebSocket subgraphs. */
export function createEngine(options: EngineOptions): Engine {
  const urlOf = (graph: Graph, service: string) =>
    options.urls.get(variableOf(service)) ?? graph.subgraphUrls.get(service) ?? ''
  const call = (request: EngineRequest, deadlineAt: () => number) => async (fetch: SubgraphRequest) => {
    const startedAtMs = performance.now()
    const answer = await callSubgraph(options.pools, {
      ...fetch,
      url: urlOf(request.graph, fetch.service),
      headers: subgraphHeaders(request.scope),
      timeoutMs: deadlineAt() - Date.now(),
      signal: request.operation.operation === 'query' ? request.scope.signal : undefined,
    })
    const seconds = (performance.now() - startedAtMs) / 1_000
    options.onFetch?.({ service: fetch.service, seconds, answer })
    return answer
  }
  return {
    execute: async (request) => {
      const deadline = Date.now() + options.requestTimeoutMs
      return executeOperation({ ...inputOf(request), call: call(request, () => deadline) })
    },
    subscribe: (request) =>
      subscribeOperation({
        ...inputOf(request),
        call: call(request, () => Date.now() + options.requestTimeoutMs),
        open: (source) =>
          openSource({
            ...source,
            url: urlOf(request.graph, source.service),
            headers: subgraphHeaders(request.scope),
            maxWaitingEvents: options.maxWaitingEvents,
            pongTimeoutMs: 10_000,
          }),
      }),
    probe: async (graph, service, scope) => {
      const answer: SubgraphAnswer = await callSubgraph(options.pools, {
        service,
        url: urlOf(graph, service),
        query: '{ __typename }',
        variables: {},
        headers: subgraphHeaders(scope),
        timeoutMs: 1_000,
        signal: undefined,
      })
      return answer.kind === 'answered'
    },
  }
}

function inputOf(request: EngineRequest) {
  const { graph, key, document, operation, variables, scope } = request
  return {
    schema: graph,
    prepared: graph.prepare({ key, document, operation }),
    variables,
    requestId: scope.requestId,
  }
}
