import { capLabel } from '@chorus/common/src/metrics/cap-label.ts'
import type { Metrics } from '@chorus/common/src/metrics/create-metrics.ts'
import { METRICS } from '@chorus/common/src/metrics/metric-names.ts'
import { type ExecutionResult, GraphQLError } from 'graphql'
import type { Engine, EngineOptions, EngineRequest } from './engine.ts'

/** Clients choose these names, and subgraphs these codes. */
const maxNames = 200
const maxCodes = 50

/** The same engine, its operations measured by name and code, and its open subscriptions counted. */
export function measureOperations(engine: Engine, metrics: Metrics): Engine {
  const seconds = metrics.histogram(METRICS.operationSeconds)
  const operations = metrics.counter(METRICS.operations)
  const open = metrics.gauge(METRICS.openSubscriptions)
  const toName = capLabel(maxNames)
  const toCode = capLabel(maxCodes)
  const nameOf = (request: EngineRequest) => toName(request.operation.name?.value ?? 'anonymous')
  const count = (operation: string, code: string) => operations.inc({ operation, code: toCode(code) })
  return {
    execute: async (request) => {
      const operation = nameOf(request)
      const stop = seconds.startTimer({ operation })
      try {
        const result = await engine.execute(request)
        count(operation, codeOfResult(result))
        return result
      } catch (error) {
        count(operation, codeOf(error))
        throw error
      } finally {
        stop()
      }
    },
    subscribe: (request) => {
      const operation = nameOf(request)
      try {
        const results = engine.subscribe(request)
        if (!(Symbol.asyncIterator in results)) {
          count(operation, codeOfResult(results))
          return results
        }
        count(operation, 'OK')
        open.inc()
        return tellEnd(results, () => open.dec())
      } catch (error) {
        count(operation, codeOf(error))
        throw error
      }
    },
    probe: engine.probe,
  }
}

/** Tells of plans whether the cache had them. */
export function countPlanLookups(metrics: Metrics): (isHit: boolean) => void {
  const lookups = metrics.counter(METRICS.planLookups)
  return (isHit) => lookups.inc({ result: isHit ? 'hit' : 'miss' })
}

/** Measures fetches by subgraph. */
export function measureFetches(metrics: Metrics): NonNullable<EngineOptions['onFetch']> {
  const seconds = metrics.histogram(METRICS.subgraphFetchSeconds)
  const errors = metrics.counter(METRICS.subgraphFetchErrors)
  return (fetch) => {
    seconds.observe({ subgraph: fetch.service }, fetch.seconds)
    if (fetch.answer.kind === 'failed') errors.inc({ subgraph: fetch.service, code: fetch.answer.code })
  }
}

function codeOfResult(result: ExecutionResult): string {
  const [error] = result.errors ?? []
  return error === undefined ? 'OK' : codeOf(error)
}

function codeOf(error: unknown): string {
  const code = error instanceof GraphQLError ? error.extensions.code : undefined
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR'
}

type Results = AsyncIterableIterator<ExecutionResult>

/** The same results; `onEnd` is called once, when they have ended or nobody wants more. */
function tellEnd(results: Results, onEnd: () => void): Results {
  let hasEnded = false
  const end = () => {
    if (!hasEnded) onEnd()
    hasEnded = true
  }
  const told: Results = {
    next: async () => {
      try {
        const item = await results.next()
        if (item.done) end()
        return item
      } catch (error) {
        end()
        throw error
      }
    },
    return: async () => {
      end()
      await results.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => told,
  }
  return told
}
