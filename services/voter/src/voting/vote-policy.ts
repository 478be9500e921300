import { hashOf } from '@chorus/schema/method/canonical-json.ts'

/** The rules that make a vote, stored with it. */
export type VotePolicy = {
  /** Words after which a path states its answer. */
  readonly answerMarker: string
  /** Smallest agreement for consensus, [0, 1]; null for none. */
  readonly minAgreement: number | null
  readonly extractionVersion: number
}

/** What a tie for the first place means. */
export const TIES = 'NO_CONSENSUS'

/** SHA-256 of a policy, the tie rule included, hex. */
export function hashVotePolicy(policy: VotePolicy): string {
  const { answerMarker, minAgreement, extractionVersion } = policy
  return hashOf({ answerMarker, minAgreement, ties: TIES, extractionVersion })
}
