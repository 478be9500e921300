import { commonestText } from './commonest-text.ts'
import type { ReadPath } from './read-path.ts'
import { type Tally, tallyVotes } from './tally-votes.ts'
import type { VotePolicy } from './vote-policy.ts'

/** A question's vote, and the paths that agree with its winner. */
export type QuestionVote = {
  readonly tally: Tally
  /** In index order; empty without consensus. */
  readonly kept: readonly ReadPath[]
  /** The winning answer as its paths state it most often; null without consensus. */
  readonly answerText: string | null
}

/** Votes on a question whose paths are all here: a pure function of paths and policy. */
export function voteQuestion(paths: readonly ReadPath[], policy: VotePolicy): QuestionVote {
  const tally = tallyVotes(
    paths.map((path) => path.answer.normalForm),
    policy,
  )
  if (tally.winner === null) return { tally, kept: [], answerText: null }
  const kept = paths
    .filter((path) => path.answer.normalForm === tally.winner)
    .toSorted((a, b) => a.index - b.index)
  return { tally, kept, answerText: commonestText(kept.flatMap((path) => path.answer.text ?? [])) }
}
