import { sendJson } from '../http/respond.ts'
import type { Route } from '../http/route.ts'
import type { Readiness } from './readiness.ts'

/**
 * GET /healthz (200 as long as the process answers) and GET /readyz (200, or 503 with the reasons while starting, stopping or
 * cut off).
 */
export function healthRoutes(readiness: Readiness): Route[] {
  return [
    { path: '/healthz', handle: (_request, response) => sendJson(response, 200, { status: 'ok' }) },
    {
      path: '/readyz',
      handle: (_request, response) => {
        const reasons = readiness.reasons()
        const ready = Object.keys(reasons).length === 0
        sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', reasons })
      },
    },
  ]
}
