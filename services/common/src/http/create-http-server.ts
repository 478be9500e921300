import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ChorusError, messageOf, problem } from '../errors/chorus-error.ts'
import type { Logger } from '../log/create-logger.ts'
import { sendJson } from './respond.ts'
import { coversPath, pathOf, type Route, type UpgradeRoute } from './route.ts'

export interface HttpServerOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Named when the port is taken. */
  readonly portVariable?: string
  readonly routes: readonly Route[]
  readonly upgrades?: readonly UpgradeRoute[]
  readonly log: Logger
}

export interface HttpServer {
  /** @throws {ChorusError} BAD_CONFIGURATION when the port is taken or not allowed. */
  start(): Promise<void>
  /** Takes no new connections, lets running requests end within the deadline (default 5_000 ms), then cuts them. */
  stop(deadlineMs?: number): Promise<void>
  /** The port in use; 0 before start. */
  port(): number
  /** Such as http://127.0.0.1:4001. */
  url(): string
}

/** An HTTP server over a list of routes: 404 for others, 500 without details for a handler that throws. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const server = createServer((request, response) => void answer(options, request, response))
  // Longer than a proxy's idle time (60 s), so that the proxy closes first and never meets a closed connection.
  server.keepAliveTimeout = 65_000
  server.on('upgrade', (request, socket, head) => {
    const route = options.upgrades?.find((item) => coversPath(item.path, pathOf(request)))
    if (route === undefined) socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
    else route.upgrade(request, socket, head)
  })
  const port = () => (server.address() as AddressInfo | null)?.port ?? 0
  return {
    start: () => listen(server, options),
    stop: (deadlineMs = 5_000) => closeServer(server, deadlineMs),
    port,
    url: () => `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port()}`,
  }
}

async function answer(
  options: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request)
  const routes = options.routes.filter((item) => coversPath(item.path, path))
  const route = routes.find((item) => item.method === undefined || item.method === request.method)
  if (route === undefined) {
    const found = routes.length > 0
    sendJson(response, found ? 405 : 404, {
      error: found ? `${request.method} is not allowed here` : 'Nothing here',
    })
    return
  }
  try {
    await route.handle(request, response)
  } catch (error) {
    options.log.error({ err: error, path }, 'a request failed')
    if (response.headersSent) response.destroy()
    else sendJson(response, 500, { error: 'Something went wrong here; the log of the service says what' })
  }
}

function listen(server: Server, options: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(explainListenError(error, options))
    server.once('error', refuse)
    server.listen(options.port, options.host, () => {
      server.off('error', refuse)
      server.on('error', (error) => options.log.error({ err: error }, 'the HTTP server failed'))
      resolve()
    })
  })
}

function explainListenError(error: NodeJS.ErrnoException, options: HttpServerOptions): ChorusError {
  const change =
    options.portVariable === undefined ? 'choose another port' : `set ${options.portVariable} to another port`
  const found = error.code === 'EADDRINUSE' ? 'that another process uses it' : messageOf(error)
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: `port ${options.port} on ${options.host} to be free`,
      found,
      fix: `Stop that process or ${change}`,
    }),
    details: { host: options.host, port: options.port },
    cause: error,
  })
}

function closeServer(server: Server, deadlineMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), deadlineMs)
    // Node leaves a connection open whose last answer ends after close().
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}
