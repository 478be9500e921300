import { readFileSync } from 'node:fs'
import { createBus } from '@chorus/common/src/bus/create-bus.ts'
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createSubgraphServer } from '@chorus/common/src/graphql/create-subgraph-server.ts'
import { healthRoutes } from '@chorus/common/src/health/health-routes.ts'
import { createReadiness } from '@chorus/common/src/health/readiness.ts'
import { createHttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { createSubscriber } from '@chorus/common/src/inbox/create-subscriber.ts'
import { createStuckWatch, type StuckWatch } from '@chorus/common/src/inbox/stuck-watch.ts'
import { createLifecycle, type Part, type Service } from '@chorus/common/src/lifecycle/create-lifecycle.ts'
import { createLogger, type Logger } from '@chorus/common/src/log/create-logger.ts'
import { createMetrics } from '@chorus/common/src/metrics/create-metrics.ts'
import { type EventMetrics, measureEvents } from '@chorus/common/src/metrics/measure-events.ts'
import { createRelay } from '@chorus/common/src/outbox/create-relay.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { createWorker } from '@chorus/common/src/queue/create-worker.ts'
import { topicSpecs } from '@chorus/schema/events/topic-specs.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import type { VoterConfig } from './config.ts'
import { fetchTexts } from './events/fetch-texts.ts'
import { onEvaluationPathsSampled } from './events/on-evaluation-paths-sampled.ts'
import { onPathsSampled } from './events/on-paths-sampled.ts'
import { createLoaders } from './graphql/context.ts'
import { resolvers } from './graphql/resolvers.ts'
import { createSamplerTextSource } from './graphql/sampler-text-source.ts'
import { migrations } from './store/migrations.ts'
import { createTextFetchQueue } from './store/text-fetches.ts'

/** Parts that another composition may bring. */
export type VoterOverrides = {
  /** Default the bus that the settings name. It is started and closed with the service. */
  readonly bus?: EventBus
  readonly log?: Logger
}

/** The voter; `url` is valid once it has started, such as http://127.0.0.1:4002. */
export type VoterService = Service & { readonly url: () => string }

/** Topics that are read or written here. */
const topics = [TOPICS.control, TOPICS.paths, TOPICS.evaluationPaths, TOPICS.keptPaths, TOPICS.votes]
const SDL = new URL('../../../schema/graphql/voter.graphql', import.meta.url)
const LOCAL = { actor: { id: 'local', name: 'local', roles: [] }, project: 'default' }

/** Puts the voter together: events in and out, the leased work that reads large texts, and the subgraph. */
export function createVoter(config: VoterConfig, overrides: VoterOverrides = {}): VoterService {
  const log = overrides.log ?? createLogger({ service: 'voter', level: config.logLevel })
  const readiness = createReadiness()
  const metrics = createMetrics({ service: 'voter', log })
  const watch = createStuckWatch({ readiness, group: 'voter' })
  const { databaseUrl: url, databasePoolSize: poolSize } = config
  const db = createDatabase({ url, schema: 'voter', migrations, poolSize, log })
  const bus = overrides.bus ?? createBus({ config, service: 'voter', log })
  const measured = measureEvents({ metrics, db, bus, group: 'voter' })
  const subgraph = createSubgraphServer({
    typeDefs: readFileSync(SDL, 'utf8'),
    resolvers,
    createLoaders: ({ project }) => createLoaders(db, project),
    localDefaults: config.mode === 'local' ? LOCAL : undefined,
    log,
  })
  const http = createHttpServer({
    ...{ host: config.host, port: config.port, portVariable: 'CHORUS_VOTER_PORT', log },
    routes: [...healthRoutes(readiness), metrics.route, ...subgraph.routes],
    upgrades: subgraph.upgrades,
  })
  const parts: Part[] = [
    { name: 'database', start: () => db.start(), stop: () => db.stop() },
    { name: 'bus', start: () => bus.start(), stop: () => bus.close() },
    { name: 'topics', start: () => bus.ensureTopics(topicSpecs(topics)) },
    ...eventParts({ db, bus, log, samplerUrl: config.samplerUrl, measured, watch }),
    { name: 'subgraph', start: () => subgraph.start() },
    { name: 'http', start: () => http.start(), stop: () => http.stop() },
    // Stopped before the server, which waits for its open connections.
    { name: 'live connections', stop: () => subgraph.stop() },
  ]
  return { ...createLifecycle({ parts, log, readiness }), url: () => http.url() }
}

function eventParts(input: {
  readonly db: Database
  readonly bus: EventBus
  readonly log: Logger
  readonly samplerUrl: string
  readonly measured: EventMetrics
  readonly watch: StuckWatch
}): readonly Part[] {
  const { db, bus, log, measured, watch } = input
  const queue = createTextFetchQueue(db, measured.queue)
  const texts = createSamplerTextSource(input.samplerUrl)
  const handlers = [onPathsSampled, onEvaluationPathsSampled]
  return [
    { name: 'relay', ...createRelay({ db, bus, source: 'voter', log }) },
    {
      name: 'text fetches',
      ...createWorker({ db, queue, concurrency: 2, handler: fetchTexts({ db, queue, texts }), log }),
    },
    {
      name: 'subscriber',
      ...createSubscriber({ db, bus, group: 'voter', handlers, log, metrics: measured.subscriber, watch }),
    },
  ]
}
