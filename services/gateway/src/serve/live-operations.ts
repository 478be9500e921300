import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import type { ExecutionResult } from 'graphql'
import type { Engine, EngineRequest } from './engine.ts'
import { explainFailure } from './explain-failure.ts'

type Results = AsyncIterableIterator<ExecutionResult>

/** Operations over WebSocket and SSE; knows the open subscriptions, so that all can be ended when the gateway stops. */
export interface LiveOperations {
  /** A stream for a subscription, one result for queries and mutations. Never rejects; neither does the stream. */
  run(request: EngineRequest): Promise<ExecutionResult | Results>
  /** True once the gateway is stopping: ends are then no completions. */
  isClosing(): boolean
  /** Closes all at their sources. */
  closeAll(): Promise<void>
}

export function createLiveOperations(input: {
  readonly engine: Engine
  readonly log: Logger
}): LiveOperations {
  const { engine, log } = input
  const open = new Set<Results>()
  let closing = false
  return {
    isClosing: () => closing,
    run: async (request) => {
      try {
        if (request.operation.operation !== 'subscription') return await engine.execute(request)
        const results = engine.subscribe(request)
        if (!(Symbol.asyncIterator in results)) return results
        if (closing) void results.return?.()
        open.add(results)
        return guard(results, { onEnd: () => open.delete(results), log })
      } catch (error) {
        return { errors: [explainFailure(error, log)] }
      }
    },
    closeAll: async () => {
      closing = true
      await Promise.all([...open].map((results) => results.return?.()))
    },
  }
}

/** Turns a throw into a last result with an error: a protocol's own way would cut every subscription of the connection. */
function guard(results: Results, input: { readonly onEnd: () => void; readonly log: Logger }): Results {
  const close = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    input.onEnd()
    await results.return?.()
    return { done: true, value: undefined }
  }
  const guarded: Results = {
    next: async () => {
      try {
        const item = await results.next()
        if (item.done) input.onEnd()
        return item
      } catch (error) {
        await close()
        return { done: false, value: { errors: [explainFailure(error, input.log)] } }
      }
    },
    return: close,
    throw: close,
    [Symbol.asyncIterator]: () => guarded,
  }
  return guarded
}
