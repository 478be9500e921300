import type { IncomingHttpHeaders } from 'node:http'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { type DocumentNode, GraphQLError, parse } from 'graphql'
import type { Route, UpgradeRoute } from '../http/route.ts'
import type { Logger } from '../log/create-logger.ts'
import { maskError, orRefuse } from './mask-error.ts'
import { type ContextFactory, type LocalDefaults, readRequestContext } from './read-request-context.ts'
import type { RequestContext } from './request-context.ts'
import { serveHttpRequest } from './serve-http-request.ts'
import { type LiveInput, serveEventStream, serveWebSocket, wantsEventStream } from './serve-live.ts'

export interface SubgraphOptions<Loaders> {
  /** The subgraph's SDL, with its @link to federation. */
  readonly typeDefs: string | DocumentNode
  /** Type name → field name → resolver; their third argument is RequestContext<Loaders>. */
  readonly resolvers: object
  /** DataLoaders of one request. */
  readonly createLoaders: ContextFactory<Loaders>['createLoaders']
  /** Actor and project of requests that name none. Leave it away outside local mode: such requests are refused then. */
  readonly localDefaults?: LocalDefaults | undefined
  readonly log: Logger
  /** Default /graphql. */
  readonly path?: string
  /** Default 8 MiB. */
  readonly maxBodyBytes?: number
}

/** A subgraph to mount on createHttpServer, and to start before it and stop before it. */
export interface SubgraphServer {
  readonly routes: readonly Route[]
  readonly upgrades: readonly UpgradeRoute[]
  start(): Promise<void>
  /** Closes WebSockets with 1001, cuts event streams, lets running requests end. Idempotent. */
  stop(): Promise<void>
}

/**
 * A federated subgraph: queries and mutations over HTTP; subscriptions over WebSocket (graphql-transport-ws) and over
 * server-sent events, on the same path. Unexpected errors are masked.
 */
export function createSubgraphServer<Loaders>(options: SubgraphOptions<Loaders>): SubgraphServer {
  const { log, path = '/graphql' } = options
  const typeDefs = typeof options.typeDefs === 'string' ? parse(options.typeDefs) : options.typeDefs
  const schema = buildSubgraphSchema({ typeDefs, resolvers: options.resolvers as Record<string, never> })
  const apollo = createApollo(schema, log)
  const createContext = (headers: IncomingHttpHeaders) => readRequestContext(headers, options)
  const live: LiveInput = {
    path,
    schema,
    log,
    createContext,
    renewContext: (context) => ({
      ...context,
      loaders: options.createLoaders({ ...context, loaders: undefined }),
    }),
  }
  const sockets = serveWebSocket(live)
  const streams = serveEventStream(live)
  const route: Route = {
    path,
    handle: (request, response) =>
      wantsEventStream(request)
        ? streams.mount(request, response)
        : serveHttpRequest({
            apollo,
            request,
            response,
            createContext: () => orRefuse(log, () => createContext(request.headers)),
            maxBodyBytes: options.maxBodyBytes ?? 8 * 1024 * 1024,
          }),
  }
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await Promise.all([sockets.stop(), streams.stop()])
    await apollo.stop()
  }
  return {
    routes: [route],
    upgrades: [sockets.mount],
    start: () => apollo.start(),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

function createApollo(
  schema: ReturnType<typeof buildSubgraphSchema>,
  log: Logger,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => maskError(error, log, formatted.extensions?.code),
    plugins: [ApolloServerPluginLandingPageDisabled(), refuseSubscriptions],
    logger: {
      debug: (message) => log.debug({}, String(message)),
      info: (message) => log.info({}, String(message)),
      warn: (message) => log.warn({}, String(message)),
      error: (message) => log.error({}, String(message)),
    },
  })
}

/** A subscription cannot be answered by one response. */
const refuseSubscriptions: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== 'subscription') return
      throw new GraphQLError(
        'Expected a query or a mutation, found a subscription. Send it over WebSocket (graphql-transport-ws) or accept text/event-stream.',
        { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
      )
    },
  }),
}
