/** A bounded map that forgets what was not used for longest. */
export interface LruCache<T> {
  getOrMake(key: string, make: () => T): T
}

/** Keeps at most `maxEntries` values; tells of each look whether the value was there. */
export function createLruCache<T extends object>(
  maxEntries: number,
  onLookup?: (isHit: boolean) => void,
): LruCache<T> {
  const entries = new Map<string, T>()
  return {
    getOrMake: (key, make) => {
      const known = entries.get(key)
      onLookup?.(known !== undefined)
      if (known !== undefined) {
        entries.delete(key)
        entries.set(key, known)
        return known
      }
      const made = make()
      entries.set(key, made)
      const oldest = entries.keys().next()
      if (entries.size > maxEntries && !oldest.done) entries.delete(oldest.value)
      return made
    },
  }
}
