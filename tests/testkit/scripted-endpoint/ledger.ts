import type { CallFacts, Fault, Route } from './faults.ts'

/** One request as the endpoint saw it. */
export type LedgerEntry = CallFacts & {
  readonly atMs: number
  /** The fault that struck, or null. */
  fault: Fault['kind'] | null
  /** Status sent; null while the request is open, hangs, or when the client left first. */
  status: number | null
  /** Seeds of the choices in the answer, delivered or not. */
  seeds: readonly number[]
  /** What the endpoint would charge for. */
  billedPromptTokens: number
  billedCompletionTokens: number
  /** True when the client went away before the answer was complete. */
  disconnected: boolean
}

/** Everything the endpoint received and billed, in order of arrival. */
export type Ledger = {
  readonly entries: readonly LedgerEntry[]
  readonly inFlight: number
  /** Most sampling requests that were open at one time. */
  readonly maxInFlight: number
  readonly billedPromptTokens: number
  readonly billedCompletionTokens: number
  /** Requests to one route, or to all. */
  readonly count: (route?: Route) => number
  /** Every received body, one after the other: what a test searches for text that must never leave. */
  readonly allBytes: () => string
  /** Seed → number of times a choice with it was generated, over all prompts. */
  readonly seedCounts: () => ReadonlyMap<number, number>
}

/** The ledger with the endpoint's own hands on it. */
export type WritableLedger = Ledger & {
  readonly open: (request: Pick<CallFacts, 'route' | 'method' | 'path' | 'bodyText'>) => LedgerEntry
  readonly close: (entry: LedgerEntry) => void
}

/** Makes an empty ledger. */
export function createLedger(): WritableLedger {
  const entries: LedgerEntry[] = []
  const attempts = new Map<string, number>()
  let inFlight = 0
  let maxInFlight = 0
  return {
    entries,
    get inFlight() {
      return inFlight
    },
    get maxInFlight() {
      return maxInFlight
    },
    get billedPromptTokens() {
      return entries.reduce((sum, entry) => sum + entry.billedPromptTokens, 0)
    },
    get billedCompletionTokens() {
      return entries.reduce((sum, entry) => sum + entry.billedCompletionTokens, 0)
    },
    count: (route) => entries.filter((entry) => route === undefined || entry.route === route).length,
    allBytes: () => entries.map((entry) => entry.bodyText).join('\n'),
    seedCounts: () => countSeeds(entries),
    open: (request) => {
      const key = `${request.method} ${request.path}\n${request.bodyText}`
      const attempt = attempts.get(key) ?? 0
      attempts.set(key, attempt + 1)
      const entry = newEntry(request, entries.length, attempt)
      entries.push(entry)
      if (isSampling(entry.route)) {
        inFlight += 1
        maxInFlight = Math.max(maxInFlight, inFlight)
      }
      return entry
    },
    close: (entry) => {
      if (isSampling(entry.route)) inFlight -= 1
    },
  }
}

function isSampling(route: Route): boolean {
  return route === 'chat' || route === 'completions'
}

function newEntry(
  request: Pick<CallFacts, 'route' | 'method' | 'path' | 'bodyText'>,
  ordinal: number,
  attempt: number,
): LedgerEntry {
  return {
    ...request,
    ordinal,
    attempt,
    atMs: Date.now(),
    fault: null,
    status: null,
    seeds: [],
    billedPromptTokens: 0,
    billedCompletionTokens: 0,
    disconnected: false,
  }
}

function countSeeds(entries: readonly LedgerEntry[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const seed of entries.flatMap((entry) => entry.seeds)) counts.set(seed, (counts.get(seed) ?? 0) + 1)
  return counts
}
