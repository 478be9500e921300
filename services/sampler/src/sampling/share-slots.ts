/** A run's open work at one endpoint, and what it holds already. */
export type Share = {
  readonly runId: string
  /** Calls that a task of the run makes. */
  readonly callsPerTask: number
  /** Calls of the tasks that the run holds. */
  readonly heldCalls: number
}

/**
 * How many tasks each run may claim, so that the endpoint has `targetCalls` waiting or under way and runs have equal parts of
 * them; a run without enough work does not keep the others' parts free for long, since it is asked again each time.
 */
export function shareSlots(
  shares: readonly Share[],
  targetCalls: number,
): { runId: string; limit: number }[] {
  const part = targetCalls / shares.length
  return shares
    .map(({ runId, callsPerTask, heldCalls }) => ({
      runId,
      // A task is never split, so a run that holds nothing may always claim one.
      limit:
        heldCalls === 0
          ? Math.max(1, Math.floor(part / callsPerTask))
          : Math.floor((part - heldCalls) / callsPerTask),
    }))
    .filter(({ limit }) => limit > 0)
}
