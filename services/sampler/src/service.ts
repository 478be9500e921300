import { readFileSync } from 'node:fs'
import { createBus } from '@chorus/common/src/bus/create-bus.ts'
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createGuardedFetch } from '@chorus/common/src/egress/create-guarded-fetch.ts'
import { createHostRules } from '@chorus/common/src/egress/host-rules.ts'
import { createSubgraphServer } from '@chorus/common/src/graphql/create-subgraph-server.ts'
import { healthRoutes } from '@chorus/common/src/health/health-routes.ts'
import { createReadiness } from '@chorus/common/src/health/readiness.ts'
import { createHttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { systemRandom } from '@chorus/common/src/ids/clock.ts'
import { createSubscriber } from '@chorus/common/src/inbox/create-subscriber.ts'
import { createStuckWatch } from '@chorus/common/src/inbox/stuck-watch.ts'
import { createLifecycle, type Part, type Service } from '@chorus/common/src/lifecycle/create-lifecycle.ts'
import { createLogger, type Logger } from '@chorus/common/src/log/create-logger.ts'
import { createMetrics } from '@chorus/common/src/metrics/create-metrics.ts'
import { measureEvents } from '@chorus/common/src/metrics/measure-events.ts'
import { createRelay } from '@chorus/common/src/outbox/create-relay.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import { topicSpecs } from '@chorus/schema/events/topic-specs.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import type { SamplerConfig } from './config.ts'
import { handlers } from './events/handlers.ts'
import { createLoaders } from './graphql/loaders.ts'
import { createResolvers } from './graphql/resolvers.ts'
import { createModelClient } from './llm/create-model-client.ts'
import { measureCalls } from './llm/measure-calls.ts'
import { createSamplingWorker } from './sampling/create-sampling-worker.ts'
import { createSamplingStore } from './store/create-sampling-store.ts'
import { migrations } from './store/migrations.ts'

/** Parts that another composition may bring. */
export type SamplerOverrides = {
  /** Default the bus that the settings name. It is started and closed with the service. */
  readonly bus?: EventBus
  readonly log?: Logger
}

/** The sampler; `url` is valid once it has started, such as http://127.0.0.1:4001. */
export type SamplerService = Service & { readonly url: () => string }

/** Topics that are read or written here. */
const topics = [TOPICS.control, TOPICS.paths, TOPICS.evaluationPaths, TOPICS.runs]
const SDL = new URL('../../../schema/graphql/sampler.graphql', import.meta.url)
const LOCAL = { actor: { id: 'local', name: 'local', roles: [] }, project: 'default' }

/** Puts the sampler together: events in and out, the worker that calls models, and the subgraph. */
export function createSampler(config: SamplerConfig, overrides: SamplerOverrides = {}): SamplerService {
  const log = overrides.log ?? createLogger({ service: 'sampler', level: config.logLevel })
  const readiness = createReadiness()
  const metrics = createMetrics({ service: 'sampler', log })
  const watch = createStuckWatch({ readiness, group: 'sampler' })
  const { databaseUrl: url, databasePoolSize: poolSize, allowedHosts } = config
  const isLocal = config.mode === 'local'
  const db = createDatabase({ url, schema: 'sampler', migrations, poolSize, log })
  const bus = overrides.bus ?? createBus({ config, service: 'sampler', log })
  const measured = measureEvents({ metrics, db, bus, group: 'sampler' })
  const egress = createGuardedFetch({ allowedHosts, local: isLocal })
  const worker = createSamplingWorker({
    store: createSamplingStore(db, log, measured.queue),
    model: measureCalls(createModelClient({ fetch: egress.fetch, env: config.env }), metrics),
    random: systemRandom,
    log,
  })
  const subgraph = createSubgraphServer({
    typeDefs: readFileSync(SDL, 'utf8'),
    resolvers: createResolvers(db, createHostRules({ allowedHosts, local: isLocal })),
    createLoaders: ({ project }) => createLoaders(db, { schema: db.schema, project }),
    localDefaults: isLocal ? LOCAL : undefined,
    log,
  })
  const http = createHttpServer({
    ...{ host: config.host, port: config.port, portVariable: 'CHORUS_SAMPLER_PORT', log },
    routes: [...healthRoutes(readiness), metrics.route, ...subgraph.routes],
    upgrades: subgraph.upgrades,
  })
  const parts: Part[] = [
    { name: 'database', start: () => db.start(), stop: () => db.stop() },
    { name: 'bus', start: () => bus.start(), stop: () => bus.close() },
    { name: 'topics', start: () => bus.ensureTopics(topicSpecs(topics)) },
    { name: 'egress', stop: () => egress.close() },
    { name: 'relay', ...createRelay({ db, bus, source: 'sampler', log }) },
    { name: 'worker', start: () => worker.start(), stop: () => worker.stop() },
    {
      name: 'subscriber',
      ...createSubscriber({ db, bus, group: 'sampler', handlers, log, metrics: measured.subscriber, watch }),
    },
    { name: 'subgraph', start: () => subgraph.start() },
    { name: 'http', start: () => http.start(), stop: () => http.stop() },
    // Stopped before the server, which waits for its open connections.
    { name: 'live connections', stop: () => subgraph.stop() },
  ]
  return { ...createLifecycle({ parts, log, readiness }), url: () => http.url() }
}
