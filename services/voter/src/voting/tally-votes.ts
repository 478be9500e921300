import { TIES, type VotePolicy } from './vote-policy.ts'

export type VoteOutcome = 'CONSENSUS' | 'NO_CONSENSUS' | 'UNPARSABLE'

/** Paths that gave the same answer. */
export type AnswerClass = { readonly answer: string; readonly count: number }

/** How a question's answers fall into classes, and who won. */
export type Tally = {
  readonly outcome: VoteOutcome
  /** Normal form of the winning answer; null without consensus. */
  readonly winner: string | null
  /** Paths in the largest class, whether it won or not. */
  readonly winnerCount: number
  readonly pathCount: number
  readonly unparsableCount: number
  /** winnerCount / pathCount, [0, 1]; 0 without paths. */
  readonly agreement: number
  /** Largest first; equal ones by normal form. */
  readonly classes: readonly AnswerClass[]
}

/**
 * Votes on a question: a pure function of its answers and the policy, whatever their order. Every path counts once, those
 * without a readable answer in the denominator only (Huang et al. 2023, §3.2: confidence = largest class / all paths).
 * @param normalForms one per path; null for a path without a readable answer.
 */
export function tallyVotes(
  normalForms: readonly (string | null)[],
  policy: Pick<VotePolicy, 'minAgreement'>,
): Tally {
  const classes = groupAnswers(normalForms)
  const pathCount = normalForms.length
  const parsedCount = classes.reduce((sum, { count }) => sum + count, 0)
  const winnerCount = classes[0]?.count ?? 0
  const agreement = pathCount === 0 ? 0 : winnerCount / pathCount
  const outcome = judge(classes, agreement, policy.minAgreement)
  return {
    outcome,
    winner: outcome === 'CONSENSUS' ? (classes[0]?.answer ?? null) : null,
    winnerCount,
    pathCount,
    unparsableCount: pathCount - parsedCount,
    agreement,
    classes,
  }
}

/** Whether two classes or more share the first place. */
export function isTie(classes: readonly AnswerClass[]): boolean {
  return classes.length > 1 && classes[0]?.count === classes[1]?.count
}

function judge(classes: readonly AnswerClass[], agreement: number, minAgreement: number | null): VoteOutcome {
  if (classes.length === 0) return 'UNPARSABLE'
  if (isTie(classes)) return TIES
  return agreement < (minAgreement ?? 0) ? 'NO_CONSENSUS' : 'CONSENSUS'
}

function groupAnswers(normalForms: readonly (string | null)[]): readonly AnswerClass[] {
  const counts = new Map<string, number>()
  for (const answer of normalForms) {
    if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  }
  return Array.from(counts, ([answer, count]) => ({ answer, count })).sort(
    (a, b) => b.count - a.count || (a.answer < b.answer ? -1 : 1),
  )
}
