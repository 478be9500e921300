/** Indexes first, first + 1 … first + count − 1. */
export type IndexRange = { readonly first: number; readonly count: number }

/**
 * The indexes below `total` that are not stored, as contiguous ranges of at most `maxCount`, in order.
 * Each is asked for by one call, because choice j of a call has its seed + j.
 */
export function missingRanges(input: {
  readonly stored: ReadonlySet<number>
  readonly total: number
  readonly maxCount: number
}): IndexRange[] {
  const ranges: { first: number; count: number }[] = []
  for (let index = 0; index < input.total; index++) {
    if (input.stored.has(index)) continue
    const last = ranges.at(-1)
    if (last !== undefined && last.first + last.count === index && last.count < input.maxCount)
      last.count += 1
    else ranges.push({ first: index, count: 1 })
  }
  return ranges
}
