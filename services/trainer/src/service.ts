import { readFileSync } from 'node:fs'
import { createBus } from '@chorus/common/src/bus/create-bus.ts'
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createGuardedFetch } from '@chorus/common/src/egress/create-guarded-fetch.ts'
import { resolveEndpointKey } from '@chorus/common/src/egress/resolve-endpoint-key.ts'
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
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { createWorker } from '@chorus/common/src/queue/create-worker.ts'
import type { QueueMetrics } from '@chorus/common/src/queue/work-queue.ts'
import { topicSpecs } from '@chorus/schema/events/topic-specs.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import type { TrainerConfig } from './config.ts'
import { createEventHandlers } from './events/handlers.ts'
import { createLoaders } from './graphql/context.ts'
import { createSamplerClient, type SamplerClient } from './graphql/read-sampler.ts'
import { resolvers } from './graphql/resolvers.ts'
import { createRunWorkHandler } from './llm/do-run-work.ts'
import { createFineTuning } from './llm/fine-tuning.ts'
import { trainerMigrations } from './store/migrations/index.ts'
import { createLeaseRenewal } from './store/renew-leases.ts'
import { createRunLogTails } from './store/run-log-tails.ts'
import { createRunWork } from './store/work.ts'

/** Parts that another composition may bring. */
export type TrainerOverrides = {
  /** Default the bus that the settings name. It is started and closed with the service. */
  readonly bus?: EventBus
  readonly log?: Logger
}

/** The trainer; `url` is valid once it has started, such as http://127.0.0.1:4003. */
export type TrainerService = Service & { readonly url: () => string }

/** Topics that are read or written here. */
const topics = [TOPICS.control, TOPICS.keptPaths, TOPICS.votes, TOPICS.runs]
const SDL = new URL('../../../schema/graphql/trainer.graphql', import.meta.url)
const LOCAL = { actor: { id: 'local', name: 'local', roles: [] }, project: 'default' }
/** Runs whose long steps one process takes at a time. */
const CONCURRENT_STEPS = 16
/** A process that stops gives its steps back soon; another goes on with them. */
const STEPS_DEADLINE_MS = 500

/** Puts the trainer together: events in and out, the leased steps of runs, and the subgraph. */
export function createTrainer(config: TrainerConfig, overrides: TrainerOverrides = {}): TrainerService {
  const log = overrides.log ?? createLogger({ service: 'trainer', level: config.logLevel })
  const readiness = createReadiness()
  const metrics = createMetrics({ service: 'trainer', log })
  const watch = createStuckWatch({ readiness, group: 'trainer' })
  const { databaseUrl: url, databasePoolSize: poolSize } = config
  const isLocal = config.mode === 'local'
  const db = createDatabase({ url, schema: 'trainer', migrations: trainerMigrations, poolSize, log })
  const bus = overrides.bus ?? createBus({ config, service: 'trainer', log })
  const measured = measureEvents({ metrics, db, bus, group: 'trainer' })
  const settings = { samplingLeaseMs: config.samplingLeaseMs }
  const sampler = createSamplerClient({ url: config.samplerUrl })
  const tails = createRunLogTails(db)
  const resolverParts = { db, sampler, settings, tails, random: systemRandom }
  const subgraph = createSubgraphServer({
    typeDefs: readFileSync(SDL, 'utf8'),
    resolvers,
    createLoaders: ({ project }) => createLoaders(resolverParts, project),
    localDefaults: isLocal ? LOCAL : undefined,
    log,
  })
  const http = createHttpServer({
    ...{ host: config.host, port: config.port, portVariable: 'CHORUS_TRAINER_PORT', log },
    routes: [...healthRoutes(readiness), metrics.route, ...subgraph.routes],
    upgrades: subgraph.upgrades,
  })
  const parts: Part[] = [
    { name: 'database', start: () => db.start(), stop: () => db.stop() },
    { name: 'bus', start: () => bus.start(), stop: () => bus.close() },
    { name: 'topics', start: () => bus.ensureTopics(topicSpecs(topics)) },
    { name: 'relay', ...createRelay({ db, bus, source: 'trainer', log }) },
    ...workParts({ config, db, log, sampler, metrics: measured.queue }),
    {
      name: 'subscriber',
      ...createSubscriber({
        ...{ db, bus, group: 'trainer', log, watch },
        handlers: createEventHandlers(settings),
        metrics: measured.subscriber,
      }),
    },
    { name: 'sampling leases', ...createLeaseRenewal({ db, settings, log }) },
    { name: 'subgraph', start: () => subgraph.start() },
    { name: 'http', start: () => http.start(), stop: () => http.stop() },
    // Stopped before the server, which waits for its open connections.
    { name: 'live connections', stop: () => subgraph.stop() },
    { name: 'run logs', stop: () => tails.stop() },
  ]
  return { ...createLifecycle({ parts, log, readiness }), url: () => http.url() }
}

/** The steps of runs that take long, and the connections they use. */
function workParts(input: {
  readonly config: TrainerConfig
  readonly db: Database
  readonly log: Logger
  readonly sampler: SamplerClient
  readonly metrics: QueueMetrics
}): readonly Part[] {
  const { config, db, log } = input
  const { allowedHosts, env } = config
  const egress = createGuardedFetch({ allowedHosts, local: config.mode === 'local' })
  const queue = createRunWork(db, input.metrics)
  const handler = createRunWorkHandler({
    ...{ db, queue, log, sampler: input.sampler },
    settings: { samplingLeaseMs: config.samplingLeaseMs },
    createFineTuning: ({ config: { endpoint } }) => {
      const { baseUrl, keyVariable: variable } = endpoint
      const apiKey = resolveEndpointKey({ variable, baseUrl, env })
      return createFineTuning({ endpoint, apiKey, fetch: egress.fetch })
    },
  })
  const worker = createWorker({ db, queue, concurrency: CONCURRENT_STEPS, handler, log })
  return [
    { name: 'egress', stop: () => egress.close() },
    { name: 'steps', start: () => worker.start(), stop: () => worker.stop(STEPS_DEADLINE_MS) },
  ]
}
