/**
 * Keeps a label's values bounded: the first `maxValues` different ones pass, every later one becomes `other`, so that what
 * clients name themselves cannot fill the memory of those who scrape.
 */
export function capLabel(maxValues: number): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= maxValues) return 'other'
    known.add(value)
    return value
  }
}
