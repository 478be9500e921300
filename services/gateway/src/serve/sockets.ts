import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { UpgradeRoute } from '@chorus/common/src/http/route.ts'
import type { ExecutionArgs } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { EngineRequest } from './engine.ts'
import type { EventStreamOptions } from './event-streams.ts'
import { isAllowedOrigin } from './origin.ts'
import { createRequestScope } from './request-scope.ts'

/** GraphQL over WebSocket (graphql-transport-ws) on /graphql. */
export interface Sockets {
  readonly route: UpgradeRoute
  /** Closes every socket with 1001, "going away"; cuts those that do not answer within a second. */
  stop(): Promise<void>
}

export interface SocketOptions extends EventStreamOptions {
  /** Largest message of a client. */
  readonly maxMessageBytes: number
}

/** A dead client is noticed after at most two of these. */
const pingMs = 12_000
const closeDeadlineMs = 1_000

export function createSockets(options: SocketOptions): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes })
  // graphql-ws hands its arguments on from onSubscribe to execute and subscribe; ours ride along as the context.
  const run = ({ contextValue }: ExecutionArgs) => options.live.run(contextValue as EngineRequest)
  const disposable = useServer<Record<string, unknown>, { request?: IncomingMessage }>(
    {
      execute: run as never,
      subscribe: run as never,
      onSubscribe: (context, _id, payload) => {
        const graph = options.store.current()
        const { query, operationName, variables } = payload
        const parsed = options.parse({ graph, query, operationName: operationName ?? undefined })
        if (parsed.kind === 'invalid') return parsed.errors
        const scope = createRequestScope(context.extra.request?.headers ?? {})
        const contextValue: EngineRequest = { ...parsed, graph, variables: variables ?? {}, scope }
        return { schema: graph.apiSchema, document: parsed.document, operationName, contextValue }
      },
    },
    server,
    pingMs,
  )
  return {
    route: {
      path: '/graphql',
      upgrade: (request, socket, head) => upgrade(server, options, { request, socket, head }),
    },
    stop: async () => {
      const cut = setTimeout(() => {
        for (const client of server.clients) client.terminate()
      }, closeDeadlineMs)
      await disposable.dispose()
      clearTimeout(cut)
    },
  }
}

function upgrade(
  server: WebSocketServer,
  options: SocketOptions,
  connection: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): void {
  const { request, socket, head } = connection
  socket.on('error', () => socket.destroy())
  if (!isAllowedOrigin(request, options.isLocal)) {
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
    return
  }
  server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request))
}
