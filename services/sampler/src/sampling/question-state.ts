import type { NewPath, RoundEnd } from './sampling-store.ts'
import type { SamplingTask, StoredPath } from './work.ts'

/** What is known of a question while its paths come in. */
export interface QuestionState {
  readonly stored: ReadonlySet<number>
  /** Takes paths in; the round's end when nothing is outstanding any more. */
  addPaths(paths: readonly NewPath[]): RoundEnd | null
  /** Records paths that are not to be had; the round's end when nothing is outstanding any more. */
  addShortfall(count: number, reason: string): RoundEnd | null
}

/** The state of a task's question; a task whose paths are all stored has none outstanding. */
export function createQuestionState(task: SamplingTask): QuestionState {
  const total = task.sampleSet.request.sampling.samplesPerQuestion
  const paths = new Map<number, StoredPath>(task.stored.map((path) => [path.index, path]))
  const reasons = new Set<string>()
  const stored = new Set(paths.keys())
  let shortfall = 0

  const endIfDone = (): RoundEnd | null => {
    if (stored.size + shortfall < total) return null
    return {
      paths: [...paths.values()].sort((a, b) => a.index - b.index),
      shortfall,
      reason: reasons.size === 0 ? null : [...reasons].join('; '),
    }
  }
  return {
    stored,
    addPaths: (added) => {
      for (const { pathId, index, text, finishReason } of added) {
        paths.set(index, { pathId, index, text, finishReason })
        stored.add(index)
      }
      return endIfDone()
    },
    addShortfall: (count, reason) => {
      shortfall += count
      reasons.add(reason)
      return endIfDone()
    },
  }
}
