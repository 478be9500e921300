/** Questions that two models answered, compared one by one. */
export interface PairedCounts {
  /** Wrong before, right after. */
  readonly gained: number
  /** Right before, wrong after. */
  readonly lost: number
  readonly n: number
}

/** Several comparisons of the same two models, as one. */
export function poolChanges(changes: readonly PairedCounts[]): PairedCounts & {
  readonly points: number
  readonly pValue: number
} {
  const sum = (key: keyof PairedCounts) => changes.reduce((total, change) => total + change[key], 0)
  const [gained, lost, n] = [sum('gained'), sum('lost'), sum('n')]
  return { gained, lost, n, points: n === 0 ? 0 : (100 * (gained - lost)) / n, pValue: mcnemar(gained, lost) }
}

/** Exact two-sided McNemar test: twice the smaller binomial tail of the questions that changed, at most 1. */
export function mcnemar(gained: number, lost: number): number {
  const changed = gained + lost
  let logTerm = -changed * Math.log(2)
  let tail = Math.exp(logTerm)
  for (let k = 1; k <= Math.min(gained, lost); k++) {
    logTerm += Math.log((changed - k + 1) / k)
    tail += Math.exp(logTerm)
  }
  return Math.min(1, 2 * tail)
}
