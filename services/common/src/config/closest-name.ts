/** The candidate with the fewest edits from the name, or undefined when all need more than a third of its length. */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  let best: { name: string; edits: number } | undefined
  for (const candidate of candidates) {
    const edits = countEdits(name, candidate)
    if (best === undefined || edits < best.edits) best = { name: candidate, edits }
  }
  return best !== undefined && best.edits <= name.length / 3 ? best.name : undefined
}

/** Levenshtein distance, one row at a time. */
function countEdits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
