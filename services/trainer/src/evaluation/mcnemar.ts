/**
 * Exact two-sided McNemar test: the chance of a split at least so uneven when gains and losses are equally likely.
 * @param gained questions that went from wrong to right.
 * @param lost questions that went from right to wrong.
 * @returns p in (0, 1]; 1 when nothing changed.
 */
export function mcnemarExact(gained: number, lost: number): number {
  const n = gained + lost
  const fewer = Math.min(gained, lost)
  if (n === 0) return 1
  let logTerm = -n * Math.LN2
  let tail = Math.exp(logTerm)
  for (let k = 1; k <= fewer; k++) {
    logTerm += Math.log(n - k + 1) - Math.log(k)
    tail += Math.exp(logTerm)
  }
  return Math.min(1, 2 * tail)
}
