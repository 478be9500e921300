import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../log/create-logger.ts'
import { capLabel } from './cap-label.ts'
import { createCollector } from './create-collector.ts'
import { createMetrics, type Metrics } from './create-metrics.ts'
import { METRICS } from './metric-names.ts'

const newMetrics = () => createMetrics({ service: 'test', log: silentLogger })

async function scrape({ route }: Metrics): Promise<string> {
  const server = createServer((request, response) => void route.handle(request, response))
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/plain')
  return response.text()
}

const outbox = (read: () => Promise<{ name: string; value: number }[]>) => ({
  name: 'outbox',
  gauges: [METRICS.outboxRows],
  read,
})

test('two services in one process keep their figures apart', async () => {
  const [first, second] = [newMetrics(), createMetrics({ service: 'other', log: silentLogger })]
  first.counter(METRICS.eventsHandled).inc({ type: 'a' }, 3)
  second.counter(METRICS.eventsHandled).inc({ type: 'a' }, 4)
  expect(await scrape(first)).toContain('chorus_events_handled_total{type="a",service="test"} 3')
  expect(await scrape(second)).toContain('chorus_events_handled_total{type="a",service="other"} 4')
})

test('the process and its event loop are measured beside', async () => {
  const text = await scrape(newMetrics())
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{service="test"\} /m)
  expect(text).toMatch(/^process_resident_memory_bytes\{service="test"\} \d/m)
})

test('a gauge that cannot be read is missing, counted as an error, and the rest is there', async () => {
  const metrics = newMetrics()
  let fails = false
  const read = async () => {
    if (fails) throw new Error('no database')
    return [{ name: METRICS.outboxRows.name, value: 7 }]
  }
  metrics.collect({ ...outbox(read), maxAgeMs: 0 })
  expect(await scrape(metrics)).toContain('chorus_outbox_rows{service="test"} 7')
  fails = true
  const text = await scrape(metrics)
  expect(text).not.toContain('chorus_outbox_rows{')
  expect(text).toContain('chorus_scrape_errors_total{collector="outbox",service="test"} 1')
  expect(text).toContain('process_cpu_seconds_total')
})

test('a gauge that hangs holds a scrape up no longer than its timeout', async () => {
  const metrics = newMetrics()
  metrics.collect({ ...outbox(() => new Promise(() => undefined)), timeoutMs: 20 })
  expect(await scrape(metrics)).toContain('chorus_scrape_errors_total{collector="outbox",service="test"} 1')
})

test('what was read serves those who ask within its age, and one reading serves all who wait for it', async () => {
  let readings = 0
  const collect = createCollector({
    read: async () => {
      readings += 1
      return []
    },
  })
  await Promise.all([collect(), collect()])
  await collect()
  expect(readings).toBe(1)
})

test('a label keeps its first values, and later ones are other', () => {
  const toLabel = capLabel(2)
  expect(['a', 'b', 'c', 'a', 'd', 'b'].map(toLabel)).toEqual(['a', 'b', 'other', 'a', 'other', 'b'])
})

test('every name has the prefix, its unit or total at the end, and a sentence', () => {
  for (const { name, kind, help } of Object.values(METRICS)) {
    expect(name).toMatch(/^chorus_[a-z_]+$/)
    if (kind === 'counter') expect(name).toMatch(/_total$/)
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/)
    expect(help).toMatch(/\.$/)
  }
})
