import type { IncomingMessage } from 'node:http'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a browser page may open a live connection: pages of this very host, and in local mode every page on this machine.
 * Without this check any web site could reach a gateway on localhost, for WebSockets know no same-origin rule.
 * Clients that are no browsers send no Origin and are let in.
 */
export function isAllowedOrigin(request: IncomingMessage, isLocal: boolean): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const page = new URL(origin)
  if (page.host === host) return true
  const ownName = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
  return isLocal && loopback.has(page.hostname) && loopback.has(ownName)
}
