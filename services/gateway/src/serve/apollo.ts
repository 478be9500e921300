import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import type { Graph } from '../plan/graph.ts'
import type { Engine } from './engine.ts'
import { explainFailure } from './explain-failure.ts'
import type { GraphStore } from './graph-store.ts'
import { maxQueryTokens, operationKey } from './parse-operation.ts'
import type { RequestScope } from './request-scope.ts'

type Gateway = ApolloServerOptionsWithGateway<RequestScope>['gateway']

/** ApolloServer for queries and mutations over HTTP, with our planner and executor behind its `gateway` option. */
export function createApollo(input: {
  readonly store: GraphStore
  readonly engine: Engine
  readonly introspection: boolean
  readonly log: Logger
}): ApolloServer<RequestScope> {
  const { log } = input
  return new ApolloServer<RequestScope>({
    gateway: createApolloGateway(input.store, input.engine),
    introspection: input.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: maxQueryTokens },
    formatError: (formatted, error) => maskUnexpected(formatted, error, log),
    logger: {
      debug: () => undefined,
      info: (message) => log.debug({}, String(message)),
      warn: (message) => log.warn({}, String(message)),
      error: (message) => log.error({}, String(message)),
    },
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      {
        requestDidStart: async () => ({
          didResolveOperation: async ({ operation }) => {
            if (operation?.operation === 'subscription') throw subscriptionOverHttp()
          },
        }),
      },
    ],
  })
}

function subscriptionOverHttp(): GraphQLError {
  return new GraphQLError(
    'A subscription cannot be answered by a single response. Open it on /graphql of this host over WebSocket ' +
      '(protocol graphql-transport-ws), or send the same request with the header "Accept: text/event-stream".',
    { extensions: { code: 'SUBSCRIPTION_OVER_HTTP', http: { status: 400 } } },
  )
}

function createApolloGateway(store: GraphStore, engine: Engine): Gateway {
  /** Finds the version that ApolloServer validated an operation against. */
  const graphs = new WeakMap<GraphQLSchema, Graph>()
  return {
    onSchemaLoadOrUpdate: (callback) =>
      store.onChange((graph) => {
        graphs.set(graph.apiSchema, graph)
        callback({ apiSchema: graph.apiSchema, coreSupergraphSdl: graph.sdl })
      }),
    load: async () => ({
      executor: async ({ schema, document, operation, queryHash, operationName, request, context }) =>
        engine.execute({
          graph: graphs.get(schema) ?? store.current(),
          document,
          operation,
          key: operationKey(queryHash, operationName),
          variables: request.variables ?? {},
          scope: context as RequestScope,
        }),
    }),
    stop: async () => undefined,
  }
}

/** Errors of the executor carry a request id and are finished; what was thrown is explained. */
function maskUnexpected(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const { requestId, code } = formatted.extensions ?? {}
  const isOurFault = code === 'INTERNAL_SERVER_ERROR' || code === 'OPERATION_NOT_PLANNABLE'
  return requestId !== undefined || !isOurFault ? formatted : explainFailure(error, log).toJSON()
}
