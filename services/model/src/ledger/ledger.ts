/** Totals since the process started. */
export type LedgerTotals = {
  readonly requests: number
  readonly choices: number
  readonly promptTokens: number
  readonly completionTokens: number
  readonly files: number
  readonly jobsCreated: number
  /** Creations that were answered with a job that was already there. */
  readonly jobsDeduplicated: number
}

/** Counts what this process was asked for and what it generated. */
export type Ledger = {
  readonly count: (more: Partial<LedgerTotals>) => void
  readonly totals: () => LedgerTotals
}

const nothing: LedgerTotals = {
  requests: 0,
  choices: 0,
  promptTokens: 0,
  completionTokens: 0,
  files: 0,
  jobsCreated: 0,
  jobsDeduplicated: 0,
}

/** Makes a ledger with all totals 0. */
export function createLedger(): Ledger {
  const totals = { ...nothing }
  return {
    count: (more) => {
      for (const name of Object.keys(nothing) as (keyof LedgerTotals)[]) totals[name] += more[name] ?? 0
    },
    totals: () => ({ ...totals }),
  }
}
