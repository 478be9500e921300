import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { messageOf } from '../errors/chorus-error.ts'
import type { Route } from '../http/route.ts'
import type { Logger } from '../log/create-logger.ts'
import { type CollectorOptions, createCollector, type Sample } from './create-collector.ts'
import { METRICS, type MetricDefinition } from './metric-names.ts'

/** A group of gauges that are read when somebody scrapes. */
export interface MetricSource extends CollectorOptions {
  /** Label of chorus_scrape_errors_total when it fails. */
  readonly name: string
  /** The gauges that `read` gives samples of. */
  readonly gauges: readonly MetricDefinition[]
}

/** The metrics of one service, in a registry of its own. Each may be made once. */
export interface Metrics {
  counter<Label extends string>(definition: MetricDefinition<Label>): Counter<Label>
  gauge<Label extends string>(definition: MetricDefinition<Label>): Gauge<Label>
  histogram<Label extends string>(definition: MetricDefinition<Label>): Histogram<Label>
  /** Has gauges read at each scrape. When the reading fails they are missing from it, and the scrape goes on. */
  collect(source: MetricSource): void
  /** GET /metrics, in the text format of Prometheus. */
  readonly route: Route
}

/** Metrics under the label `service`, those of the process and its event loop included. */
export function createMetrics(input: { readonly service: string; readonly log: Logger }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  registry.setDefaultLabels({ service: input.service })
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  const counter = <Label extends string>({ name, help, labels }: MetricDefinition<Label>) =>
    new Counter({ name, help, labelNames: [...labels], registers })
  const gauge = <Label extends string>({ name, help, labels }: MetricDefinition<Label>) =>
    new Gauge({ name, help, labelNames: [...labels], registers })
  const errors = counter(METRICS.scrapeErrors)
  const refreshers: (() => Promise<void>)[] = []
  return {
    counter,
    gauge,
    histogram: ({ name, help, labels, buckets = [] }) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
    collect: (source) => {
      const gauges = source.gauges.map((definition) => ({ definition, gauge: gauge(definition) }))
      const read = createCollector(source)
      refreshers.push(async () => {
        const samples = await read().catch((error: unknown) => {
          errors.inc({ collector: source.name })
          input.log.debug({ err: error }, `no metrics of ${source.name}: ${messageOf(error)}`)
          return []
        })
        for (const item of gauges) show(item.gauge, item.definition, samples)
      })
    },
    route: {
      path: '/metrics',
      method: 'GET',
      handle: async (_request, response) => {
        await Promise.all(refreshers.map((refresh) => refresh()))
        const text = await registry.metrics()
        response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
        response.end(text)
      },
    },
  }
}

/** Takes samples in place of the last ones; in one turn, so that another scrape never sees half of them. */
function show(gauge: Gauge, { name, labels }: MetricDefinition, samples: readonly Sample[]): void {
  if (labels.length > 0) gauge.reset()
  // Without labels reset would leave a zero.
  else gauge.remove()
  for (const sample of samples) if (sample.name === name) gauge.set({ ...sample.labels }, sample.value)
}
