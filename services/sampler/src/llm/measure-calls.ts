import { capLabel } from '@chorus/common/src/metrics/cap-label.ts'
import type { Metrics } from '@chorus/common/src/metrics/create-metrics.ts'
import { METRICS } from '@chorus/common/src/metrics/metric-names.ts'
import type { ModelClient } from '../sampling/work.ts'

const maxEndpoints = 100

/** The same client, its calls measured by endpoint. */
export function measureCalls(client: ModelClient, metrics: Metrics): ModelClient {
  const callSeconds = metrics.histogram(METRICS.modelCallSeconds)
  const tokens = metrics.counter(METRICS.modelCallTokens)
  const inFlight = metrics.gauge(METRICS.modelCallsInFlight)
  const toLabel = capLabel(maxEndpoints)
  return {
    call: async (request, signal) => {
      const endpoint = toLabel(request.endpoint.name)
      const stop = callSeconds.startTimer({ endpoint })
      inFlight.inc({ endpoint })
      const result = await client.call(request, signal).finally(() => inFlight.dec({ endpoint }))
      stop({ outcome: result.ok ? 'ok' : result.failure.kind.toLowerCase() })
      if (result.usage !== null) {
        tokens.inc({ endpoint, kind: 'prompt' }, result.usage.promptTokens)
        tokens.inc({ endpoint, kind: 'completion' }, result.usage.completionTokens)
      }
      return result
    },
  }
}
