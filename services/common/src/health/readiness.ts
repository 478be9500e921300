/** Why a process is not ready, by part. Starts as not ready ('starting'). */
export interface Readiness {
  /** Sets a part's reason for not being ready; undefined means that it is ready. */
  set(part: string, reason: string | undefined): void
  /** Asks for a part's reason each time that reasons are asked for. */
  watch(part: string, reason: () => string | undefined): void
  /** Empty when ready. */
  reasons(): Readonly<Record<string, string>>
}

export function createReadiness(): Readiness {
  const reasons = new Map<string, string>([['process', 'starting']])
  const watched = new Map<string, () => string | undefined>()
  return {
    set: (part, reason) => {
      if (reason === undefined) reasons.delete(part)
      else reasons.set(part, reason)
    },
    watch: (part, reason) => void watched.set(part, reason),
    reasons: () => {
      const all = new Map(reasons)
      for (const [part, ask] of watched) {
        const reason = ask()
        if (reason !== undefined) all.set(part, reason)
      }
      return Object.fromEntries(all)
    },
  }
}
