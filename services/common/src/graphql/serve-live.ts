import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionArgs, GraphQLSchema } from 'graphql'
import { createHandler } from 'graphql-sse/lib/use/http'
import { type Context, handleProtocols } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { sendJson } from '../http/respond.ts'
import type { Route, UpgradeRoute } from '../http/route.ts'
import { executeMasked, type LiveOptions, subscribeMasked } from './live-execution.ts'
import { findRefusal } from './mask-error.ts'
import type { RequestContext } from './request-context.ts'

/** What the live transports share. */
export interface LiveInput extends LiveOptions {
  readonly path: string
  readonly schema: GraphQLSchema
  readonly createContext: (headers: IncomingHttpHeaders) => RequestContext
}

/** A transport for subscriptions. */
export interface LiveTransport<Mount> {
  readonly mount: Mount
  /** Ends all connections. */
  stop(): Promise<void>
}

const maxMessageBytes = 1024 * 1024
/** Headers that a WebSocket client may give as connection parameters, because browsers cannot set headers. */
const identityHeaders = ['chorus-actor', 'chorus-project', 'traceparent', 'x-request-id']

/** Subscriptions over graphql-transport-ws; clients are closed with 1001 on stop. */
export function serveWebSocket(input: LiveInput): LiveTransport<UpgradeRoute> {
  const contextOf = ({ extra, connectionParams }: Context<Record<string, unknown> | undefined, Extra>) =>
    input.createContext({ ...extra.request.headers, ...identityOf(connectionParams) })
  const server = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: maxMessageBytes })
  const disposable = useServer(
    {
      schema: input.schema,
      // Refused with 4403 rather than with 4500 at the first operation.
      onConnect: (context) => findRefusal(input.log, () => contextOf(context)) === undefined,
      context: (context) => contextOf(context),
      isProd: true,
      execute: (args: ExecutionArgs) => executeMasked(args, input),
      subscribe: (args: ExecutionArgs) => subscribeMasked(args, input),
    },
    server,
  )
  return {
    mount: {
      path: input.path,
      upgrade: (request, socket, head) =>
        server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request)),
    },
    stop: async () => {
      await disposable.dispose()
    },
  }
}

/** Subscriptions over server-sent events, distinct connections mode, for requests that accept text/event-stream. */
export function serveEventStream(input: LiveInput): LiveTransport<Route['handle']> {
  const open = new Set<ServerResponse>()
  const handler = createHandler<RequestContext & Record<PropertyKey, unknown>>({
    schema: input.schema,
    context: (request) => ({ ...input.createContext(request.raw.headers) }),
    execute: (args) => executeMasked(args, input),
    subscribe: (args) => subscribeMasked(args, input),
  })
  return {
    mount: async (request, response) => {
      const refusal = findRefusal(input.log, () => input.createContext(request.headers))
      if (refusal !== undefined) return sendJson(response, refusal.status, { errors: [refusal.error] })
      open.add(response)
      response.once('close', () => open.delete(response))
      await handler(request, response)
    },
    // Cut, not completed: a client must see that there may be more, and come back with its cursor.
    stop: async () => {
      for (const response of open) response.destroy()
    },
  }
}

/** Whether a request wants its answer as an event stream. */
export function wantsEventStream(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream')
}

function identityOf(params: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const entries = identityHeaders.map((name) => [name, params?.[name]] as const)
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
