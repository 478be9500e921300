import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What the gateway knows about one request of a client, apart from its operation. */
export interface RequestScope {
  /** Correlation id: of the client when it is well formed, else made here. */
  readonly requestId: string
  /** W3C trace id, 32 hex digits. */
  readonly traceId: string
  /** Fires when the client has gone away. */
  readonly signal?: AbortSignal
}

/** Reads a request's ids from its headers; makes those that are missing or malformed. */
export function createRequestScope(headers: IncomingHttpHeaders, signal?: AbortSignal): RequestScope {
  const given = headers['x-request-id']
  const trace = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(headers.traceparent))?.[1]
  return {
    requestId: typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID(),
    traceId: trace === undefined || /^0+$/.test(trace) ? randomBytes(16).toString('hex') : trace,
    ...(signal === undefined ? {} : { signal }),
  }
}

/** Headers for a call of a subgraph. Actor and project are the gateway's word; a client's own are never passed on. */
export function subgraphHeaders(scope: RequestScope): Record<string, string> {
  return {
    'chorus-actor': 'local',
    'chorus-project': 'default',
    'x-request-id': scope.requestId,
    traceparent: `00-${scope.traceId}-${randomBytes(8).toString('hex')}-01`,
  }
}
