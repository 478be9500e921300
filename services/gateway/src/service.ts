import { healthRoutes } from '@chorus/common/src/health/health-routes.ts'
import { createReadiness } from '@chorus/common/src/health/readiness.ts'
import { createHttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { createLifecycle, type Service } from '@chorus/common/src/lifecycle/create-lifecycle.ts'
import { createLogger, type Logger } from '@chorus/common/src/log/create-logger.ts'
import { createMetrics } from '@chorus/common/src/metrics/create-metrics.ts'
import type { GatewayConfig } from './config.ts'
import { createApollo } from './serve/apollo.ts'
import { createEngine } from './serve/engine.ts'
import { createEventStreams } from './serve/event-streams.ts'
import { createGraphStore } from './serve/graph-store.ts'
import { createGraphiqlPage } from './serve/graphiql.ts'
import { graphqlRoute } from './serve/graphql-route.ts'
import { createLiveOperations } from './serve/live-operations.ts'
import { countPlanLookups, measureFetches, measureOperations } from './serve/measure-operations.ts'
import { createOperationParser } from './serve/parse-operation.ts'
import { readyRoute } from './serve/ready-route.ts'
import { createSockets } from './serve/sockets.ts'
import { watchSupergraph } from './serve/watch-supergraph.ts'
import { createConnectionPools } from './subgraphs/connection-pools.ts'

/** The gateway, with its address once it has started. */
export interface Gateway extends Service {
  /** Such as http://127.0.0.1:4000; GraphQL is at /graphql below it. */
  url(): string
}

/** Puts the gateway together. */
export function createGateway(config: GatewayConfig, overrides: { readonly log?: Logger } = {}): Gateway {
  const log = overrides.log ?? createLogger({ service: 'gateway', level: config.logLevel })
  const isLocal = config.mode === 'local'
  const readiness = createReadiness()
  const metrics = createMetrics({ service: 'gateway', log })
  const store = createGraphStore({
    path: config.supergraphPath,
    log,
    onPlanLookup: countPlanLookups(metrics),
  })
  const watch = watchSupergraph({ path: config.supergraphPath, store, log })
  const pools = createConnectionPools()
  const engine = measureOperations(
    createEngine({ ...config, pools, urls: config.subgraphUrls, onFetch: measureFetches(metrics) }),
    metrics,
  )
  const apollo = createApollo({ store, engine, introspection: isLocal, log })
  const live = createLiveOperations({ engine, log })
  const parse = createOperationParser({ introspection: isLocal })
  const shared = { store, live, parse, isLocal }
  const sockets = createSockets({ ...shared, maxMessageBytes: config.maxBodyBytes })
  const graphql = graphqlRoute({
    apollo,
    streams: createEventStreams(shared),
    maxBodyBytes: config.maxBodyBytes,
    graphiql: isLocal ? createGraphiqlPage() : undefined,
  })
  const server = createHttpServer({
    host: config.host,
    port: config.port,
    portVariable: 'CHORUS_GATEWAY_PORT',
    // The first route of a path wins: ours tells about subgraphs too.
    routes: [readyRoute({ readiness, store, engine }), ...healthRoutes(readiness), metrics.route, graphql],
    upgrades: [sockets.route],
    log,
  })
  const listen = async () => {
    await server.start()
    log.info({ url: server.url() }, `the graph is at ${server.url()}/graphql`)
  }
  const service = createLifecycle({
    log,
    readiness,
    parts: [
      { name: 'supergraph', start: watch.start, stop: watch.stop },
      { name: 'connection pools', stop: pools.close },
      { name: 'ApolloServer', start: () => apollo.start(), stop: () => apollo.stop() },
      { name: 'http server', start: listen, stop: () => server.stop() },
      { name: 'live subscriptions', stop: live.closeAll },
      { name: 'sockets', stop: sockets.stop },
    ],
  })
  return { ...service, url: server.url }
}
