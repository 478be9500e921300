/** Why a process is not ready, by part. Starts as not ready ('starting'). */
export interface Readiness {
  /** Sets a part's reason for not being ready; undefined means that it is ready. */
  set(part: string, reason: string | undefined): void
  /** Empty when ready. */
  reasons(): Readonly<Record<string, string>>
}

export function createReadiness(): Readiness {
  const reasons = new Map<string, string>([['process', 'starting']])
  return {
    set: (part, reason) => {
      if (reason === undefined) reasons.delete(part)
      else reasons.set(part, reason)
    },
    reasons: () => Object.fromEntries(reasons),
  }
}
