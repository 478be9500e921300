import type { EvaluationMethod } from '@chorus/schema/method/sample-set.ts'
import type { AnswerKind } from '../voting/answer.ts'
import { normalizeAnswer } from '../voting/normalize-answer.ts'
import { isTie, tallyVotes } from '../voting/tally-votes.ts'

/** C correct, W wrong, T tie, U unparsable; T and U count as wrong. */
export type ScoreLetter = 'C' | 'W' | 'T' | 'U'

/** How a question of an evaluation came out. */
export type Score = {
  readonly letter: ScoreLetter
  /** Largest class / all paths, [0, 1]; null for methods with one path. */
  readonly agreement: number | null
}

/**
 * Scores a labelled question. DIRECT and COT have one path; SELF_CONSISTENCY takes the plurality without a threshold, and a
 * tie is T. The gold answer is normalised by the same rules as the answers.
 * @param normalForms one per path in index order; null for a path without a readable answer.
 */
export function scoreQuestion(input: {
  readonly method: EvaluationMethod
  readonly normalForms: readonly (string | null)[]
  readonly goldAnswer: string
  readonly kind: AnswerKind
}): Score {
  const tally = tallyVotes(input.normalForms, { minAgreement: null })
  const agreement = input.method === 'SELF_CONSISTENCY' ? tally.agreement : null
  if (tally.classes.length === 0) return { letter: 'U', agreement }
  if (isTie(tally.classes)) return { letter: 'T', agreement }
  const gold = normalizeAnswer(input.goldAnswer, input.kind)
  return { letter: gold !== null && tally.winner === gold ? 'C' : 'W', agreement }
}
