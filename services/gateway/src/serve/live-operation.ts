import type { ExecutionResult } from 'graphql'
import type { JsonObject } from '../execute/json.ts'
import type { Graph } from '../plan/graph.ts'
import type { Engine, EngineRequest } from './engine.ts'

/** The open subscriptions of this gateway, so that all can be ended when it stops. */
export interface LiveSubscriptions {
  /** True once the gateway is stopping: ends are then no completions. */
  isClosing(): boolean
  track(results: AsyncIterableIterator<ExecutionResult>): AsyncIterableIterator<ExecutionResult>
  /** Closes all at their sources. */
  closeAll(): Promise<void>
}

export function createLiveSubscriptions(): LiveSubscriptions {
  const open = new Set<AsyncIterableIterator<ExecutionResult>>()
  let closing = false
  return {
    isClosing: () => closing,
    track: (results) => {
      if (closing) void results.return?.()
      open.add(results)
      const forget = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
        open.delete(results)
        await results.return?.()
        return { done: true, value: undefined }
      }
      const tracked: AsyncIterableIterator<ExecutionResult> = {
        next: async () => {
          const item = await results.next()
          if (item.done) open.delete(results)
          return item
        },
        return: forget,
        throw: forget,
        [Symbol.asyncIterator]: () => tracked,
      }
      return tracked
    },
    closeAll: async () => {
      closing = true
      await Promise.all([...open].map((results) => results.return?.()))
    },
  }
}

/** A request over WebSocket or SSE, as the protocols carry it. */
export interface LiveRequest {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: JsonObject
}

/** Runs any kind of operation: a stream for a subscription, one result for the others. */
export async function runLive(
  engine: Engine,
  live: LiveSubscriptions,
  request: EngineRequest & { readonly graph: Graph },
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  if (request.operation.operation !== 'subscription') return engine.execute(request)
  const results = engine.subscribe(request)
  return Symbol.asyncIterator in results ? live.track(results) : results
}
