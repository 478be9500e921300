import type { TrainingStep } from '../backend.ts'

/** How far a training has come. */
export type Progress = {
  readonly record: (step: TrainingStep) => void
  readonly last: () => TrainingStep | null
  /** Null before the first step. */
  readonly estimatedFinishMs: () => number | null
}

/** Starts the clock of a training; `now` is in milliseconds. */
export function createProgress(now: () => number = Date.now): Progress {
  const startedAtMs = now()
  let last: TrainingStep | null = null
  let lastAtMs = startedAtMs
  return {
    record: (step) => {
      last = step
      lastAtMs = now()
    },
    last: () => last,
    estimatedFinishMs: () => {
      if (last === null || last.step < 1) return null
      return startedAtMs + ((lastAtMs - startedAtMs) / last.step) * last.totalSteps
    },
  }
}
