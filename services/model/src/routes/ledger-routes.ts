import { json } from '../http/call.ts'
import type { ApiRoute } from '../http/router.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** GET /chorus/ledger: what this process was asked for and generated since it started. */
export function ledgerRoutes(ledger: Ledger): ApiRoute[] {
  return [{ method: 'GET', pattern: '/chorus/ledger', handle: () => json(ledger.totals()) }]
}
