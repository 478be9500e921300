import type { Metrics } from '@chorus/common/src/metrics/create-metrics.ts'
import { METRICS } from '@chorus/common/src/metrics/metric-names.ts'
import type { AnsweredRequest } from './http/handle-request.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { RequestGate } from './sampling/request-gate.ts'

/** Measures requests by route and status. */
export function measureRequests(metrics: Metrics): (request: AnsweredRequest) => void {
  const histogram = metrics.histogram(METRICS.modelRequestSeconds)
  return ({ route, status, seconds }) => histogram.observe({ route, status }, seconds)
}

/** The same ledger, its tokens counted. */
export function measureLedger(ledger: Ledger, metrics: Metrics): Ledger {
  const tokens = metrics.counter(METRICS.modelTokens)
  return {
    totals: ledger.totals,
    count: (more) => {
      ledger.count(more)
      tokens.inc({ kind: 'prompt' }, more.promptTokens ?? 0)
      tokens.inc({ kind: 'completion' }, more.completionTokens ?? 0)
    },
  }
}

/** Tells how many requests sample and how many wait. */
export function measureGate(gate: RequestGate, metrics: Metrics): void {
  metrics.collect({
    name: 'queue',
    gauges: [METRICS.modelActiveRequests, METRICS.modelWaitingRequests],
    maxAgeMs: 0,
    read: async () => {
      const { active, waiting } = gate.load()
      return [
        { name: METRICS.modelActiveRequests.name, value: active },
        { name: METRICS.modelWaitingRequests.name, value: waiting },
      ]
    },
  })
}
