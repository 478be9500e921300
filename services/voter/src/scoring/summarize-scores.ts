import type { Score } from './score-question.ts'

/** What an evaluation comes to. */
export type ScoreSummary = {
  readonly n: number
  readonly correct: number
  readonly ties: number
  readonly unparsable: number
  /** Null for methods with one path. */
  readonly meanAgreement: number | null
  /** One letter per question, in the order given. */
  readonly outcomes: string
}

/** Sums up an evaluation's scores, given in dataset order. */
export function summarizeScores(scores: readonly Score[]): ScoreSummary {
  const outcomes = scores.map((score) => score.letter).join('')
  const countOf = (letter: string) => scores.filter((score) => score.letter === letter).length
  const agreements = scores.flatMap((score) => score.agreement ?? [])
  const sum = agreements.reduce((total, agreement) => total + agreement, 0)
  return {
    n: scores.length,
    correct: countOf('C'),
    ties: countOf('T'),
    unparsable: countOf('U'),
    meanAgreement: agreements.length === 0 ? null : sum / agreements.length,
    outcomes,
  }
}
