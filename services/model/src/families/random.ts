/** A small seeded generator: integer arithmetic only, so that every machine draws the same. */
export type Random = {
  /** Uniform integer in [0, n). */
  readonly int: (n: number) => number
  /** True with the probability given in percent. */
  readonly percent: (p: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
}

/** Mixes 32 bits by xor, shift and multiply (murmur3's finalizer). */
export function mix32(value: number): number {
  let z = value | 0
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
  return (z ^ (z >>> 16)) >>> 0
}

/** Counter-based: draw i of a seed is mix32 of (seed, i). @throws {RangeError} from `pick` on an empty list */
export function createRandom(seed: number): Random {
  const key = mix32(seed ^ 0x9e3779b9)
  let counter = 0
  const int = (n: number): number => {
    counter = (counter + 1) | 0
    return Math.floor((mix32(mix32(Math.imul(counter, 0x9e3779b1) ^ key) + key) / 4294967296) * n)
  }
  return {
    int,
    percent: (p) => int(10_000) < p * 100,
    pick: (items) => {
      const item = items[int(items.length)]
      if (item === undefined)
        throw new RangeError('expected a list with items to pick from, got an empty one')
      return item
    },
  }
}

/** A new array in an order drawn from `random`. */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items]
  const shuffled: T[] = []
  while (rest.length > 0) shuffled.push(...rest.splice(random.int(rest.length), 1))
  return shuffled
}
