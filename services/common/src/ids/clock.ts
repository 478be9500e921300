/** Where the time comes from. Leases never use it: they are on the database's clock. */
export interface Clock {
  now(): Date
}

/** Where chance comes from. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** The machine's chance; not for anything that must replay. */
export const systemRandom: Random = { next: () => Math.random() }

/** Resolves after so many milliseconds, or at once (without an error) when the signal is aborted. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
}
