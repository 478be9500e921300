import { ChorusError, messageOf, problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import { createGraph, type Graph } from '../plan/graph.ts'

/** The supergraph in use. Operations that began on an older one keep it until they end. */
export interface GraphStore {
  /** @throws {Error} before the first load. */
  current(): Graph
  /**
   * Takes a supergraph's text into use; the same text again changes nothing.
   * @throws {ChorusError} BAD_CONFIGURATION when it can't serve; the one in use stays.
   */
  load(sdl: string): void
  /** Called with each new graph, and at once with the current one. Returns how to stop that. */
  onChange(listener: (graph: Graph) => void): () => void
}

export interface GraphStoreInput {
  readonly path: string
  readonly log: Logger
  /** Told of each plan that is asked for, whether the cache had it. */
  readonly onPlanLookup?: (isHit: boolean) => void
}

/** A store for the supergraph of a file. */
export function createGraphStore(input: GraphStoreInput): GraphStore {
  let graph: Graph | undefined
  const listeners = new Set<(graph: Graph) => void>()
  return {
    current: () => {
      if (graph === undefined) throw new Error('No supergraph is loaded')
      return graph
    },
    load: (sdl) => {
      if (graph?.sdl === sdl) return
      const loaded = tryCreate(sdl, input)
      graph = loaded
      for (const listener of listeners) listener(loaded)
      const subgraphs = [...loaded.subgraphUrls.keys()]
      input.log.info({ hash: loaded.hash, subgraphs }, `the supergraph ${input.path} is in use`)
    },
    onChange: (listener) => {
      listeners.add(listener)
      if (graph !== undefined) listener(graph)
      return () => listeners.delete(listener)
    },
  }
}

function tryCreate(sdl: string, { path, onPlanLookup }: GraphStoreInput): Graph {
  try {
    return createGraph(sdl, onPlanLookup)
  } catch (error) {
    throw new ChorusError({
      code: 'BAD_CONFIGURATION',
      message: problem({
        expected: `a composed supergraph in ${path}`,
        found: `a file that cannot serve: ${messageOf(error)}`,
        fix: 'Compose it again, or set SUPERGRAPH to another file',
      }),
      cause: error,
    })
  }
}
