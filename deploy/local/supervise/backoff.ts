/** First delay before a dead process is started again. */
export const firstDelayMs = 250
const longestDelayMs = 10_000

/**
 * Delay before the next start, in milliseconds: doubles with each death in a row, from 250 ms to 10 s.
 * @param deathsInARow from 1.
 */
export function backoffMs(deathsInARow: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, deathsInARow - 1))
}
