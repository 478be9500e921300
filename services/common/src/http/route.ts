import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Answers the requests to one path. A throw becomes a 500 without details. */
export interface Route {
  /** Exact, such as '/graphql', or with all below it: '/v1/*'. The first match wins. */
  readonly path: string
  /** Default: every method. */
  readonly method?: string
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void>
}

/** Takes over a connection that asks for an upgrade (WebSocket) on a path. */
export interface UpgradeRoute {
  readonly path: string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** The path of a request's URL, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

/** Whether a route's path covers a request's path. */
export function coversPath(routePath: string, path: string): boolean {
  if (!routePath.endsWith('/*')) return routePath === path
  return path.startsWith(routePath.slice(0, -1))
}
