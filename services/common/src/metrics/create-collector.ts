import { delay } from '../ids/clock.ts'

/** The value of a gauge at the moment of a scrape. */
export interface Sample {
  /** Of METRICS; one that the collector names. */
  readonly name: string
  /** Default none. */
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

export interface CollectorOptions {
  readonly read: () => Promise<readonly Sample[]>
  /** How long a scrape waits. Default 1_000 ms. */
  readonly timeoutMs?: number
  /** What was read is used again for so long. Default 1_000 ms. */
  readonly maxAgeMs?: number
}

/**
 * Reads figures that cost something, such as a query: at most once at a time and once per `maxAgeMs`, however often it is asked.
 * @throws {Error} what the reading threw, or that it took too long; a late result serves the next caller.
 */
export function createCollector(options: CollectorOptions): () => Promise<readonly Sample[]> {
  const { read, timeoutMs = 1_000, maxAgeMs = 1_000 } = options
  let latest: { readonly samples: readonly Sample[]; readonly atMs: number } | undefined
  let reading: Promise<readonly Sample[]> | undefined
  const start = async () => {
    try {
      const samples = await read()
      latest = { samples, atMs: performance.now() }
      return samples
    } finally {
      reading = undefined
    }
  }
  return async () => {
    if (latest !== undefined && performance.now() - latest.atMs < maxAgeMs) return latest.samples
    reading ??= start()
    const done = new AbortController()
    try {
      return await Promise.race([reading, timeUp(timeoutMs, done.signal)])
    } finally {
      done.abort()
    }
  }
}

async function timeUp(timeoutMs: number, signal: AbortSignal): Promise<never> {
  await delay(timeoutMs, signal)
  throw new Error(`no figures within ${timeoutMs} ms`)
}
