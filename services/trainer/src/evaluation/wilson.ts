/** Two-sided 95 % quantile of the normal distribution. */
export const Z_TWO_SIDED = 1.959963984540054

/** One-sided 95 % quantile of the normal distribution. */
export const Z_ONE_SIDED = 1.6448536269514722

export type Interval = { readonly lower: number; readonly upper: number }

/** 95 % Wilson score interval of a share, in [0, 1]; the whole range when n is 0 (Wilson 1927; Newcombe 1998, method 3). */
export function wilsonInterval(correct: number, n: number): Interval {
  if (n === 0) return { lower: 0, upper: 1 }
  const z2 = Z_TWO_SIDED ** 2
  const share = correct / n
  const centre = share + z2 / (2 * n)
  const spread = Z_TWO_SIDED * Math.sqrt((share * (1 - share) + z2 / (4 * n)) / n)
  const scale = 1 + z2 / n
  return {
    lower: correct === 0 ? 0 : (centre - spread) / scale,
    upper: correct === n ? 1 : (centre + spread) / scale,
  }
}
