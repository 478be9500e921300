import type { Readiness } from '@chorus/common/src/health/readiness.ts'
import { sendJson } from '@chorus/common/src/http/respond.ts'
import type { Route } from '@chorus/common/src/http/route.ts'
import type { Engine } from './engine.ts'
import type { GraphStore } from './graph-store.ts'
import { createRequestScope } from './request-scope.ts'

/**
 * GET /readyz: 200 once the supergraph is loaded, 503 while starting or stopping. The body says which subgraphs answer; one
 * that doesn't leaves the gateway ready, for the rest of the graph can still be served.
 */
export function readyRoute(input: {
  readonly readiness: Readiness
  readonly store: GraphStore
  readonly engine: Engine
}): Route {
  return {
    path: '/readyz',
    handle: async (request, response) => {
      const reasons = input.readiness.reasons()
      const isReady = Object.keys(reasons).length === 0
      const subgraphs = isReady ? await probeAll(input, createRequestScope(request.headers)) : {}
      const status = isReady ? 'ready' : 'not ready'
      sendJson(response, isReady ? 200 : 503, { status, reasons, subgraphs })
    },
  }
}

async function probeAll(
  input: { readonly store: GraphStore; readonly engine: Engine },
  scope: ReturnType<typeof createRequestScope>,
): Promise<Record<string, string>> {
  const graph = input.store.current()
  const probes = [...graph.subgraphUrls.keys()].map(async (name) => {
    const answers = await input.engine.probe(graph, name, scope)
    return [name, answers ? 'answers' : 'does not answer'] as const
  })
  return Object.fromEntries(await Promise.all(probes))
}
