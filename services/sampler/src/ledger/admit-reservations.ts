import type { Money } from './money.ts'

/** An amount of money and tokens together. */
export type Amount = { readonly usd: Money; readonly tokens: bigint }

/** Where a run stands: what it may use, has used, and has promised to calls in flight. */
export type LedgerState = {
  /** Null is without limit. */
  readonly maxUsd: Money | null
  readonly maxTokens: bigint | null
  readonly spent: Amount
  readonly reserved: Amount
}

/** ADMITTED may call; WAITING asks again when a call in flight has settled; REFUSED never fits. */
export type Admission = 'ADMITTED' | 'WAITING' | 'REFUSED'

/** What became of the requests, in their order, and what is reserved afterwards. */
export type Admissions = { readonly verdicts: readonly Admission[]; readonly reserved: Amount }

const fits = (used: bigint, limit: bigint | null) => limit === null || used <= limit

/**
 * Decides which calls may begin: never so many that what is spent and reserved together exceeds the budget.
 * What does not fit waits as long as anything is reserved, since calls often cost less than their reservation.
 */
export function admitReservations(state: LedgerState, requests: readonly Amount[]): Admissions {
  let reserved = state.reserved
  const verdicts = requests.map((request): Admission => {
    const next = { usd: reserved.usd + request.usd, tokens: reserved.tokens + request.tokens }
    if (
      fits(state.spent.usd + next.usd, state.maxUsd) &&
      fits(state.spent.tokens + next.tokens, state.maxTokens)
    ) {
      reserved = next
      return 'ADMITTED'
    }
    const nothingInFlight = reserved.usd === 0n && reserved.tokens === 0n
    return nothingInFlight ? 'REFUSED' : 'WAITING'
  })
  return { verdicts, reserved }
}
