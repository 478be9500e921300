/**
 * Where the earliest stop string begins in `text`, or -1. `checked` characters are known to hold none, so only a
 * stop string that ends after them is looked for.
 */
export function findStop(text: string, stop: readonly string[], checked: number): number {
  let earliest = -1
  for (const candidate of stop) {
    const at = text.indexOf(candidate, Math.max(0, checked - candidate.length + 1))
    if (at >= 0 && (earliest < 0 || at < earliest)) earliest = at
  }
  return earliest
}

/** Length of the text that no stop string can reach back into any more: what may be streamed. */
export function settledLength(text: string, stop: readonly string[]): number {
  const longest = stop.reduce((length, candidate) => Math.max(length, candidate.length), 0)
  return Math.max(0, text.length - Math.max(0, longest - 1))
}
