import type { PageRequest } from '@chorus/common/src/paging/keyset-page.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import { runQuestionKey } from '@chorus/schema/ids.ts'
import type { AnswerClass, VoteOutcome } from '../voting/tally-votes.ts'
import type { VotePolicy } from '../voting/vote-policy.ts'

/** A vote as it was stored. */
export type StoredVote = {
  readonly id: string
  readonly sampleSetId: string
  readonly questionId: string
  readonly position: number
  readonly version: number
  readonly outcome: VoteOutcome
  readonly decidedBy: 'SELF' | 'OTHER_MODEL' | 'PERSON'
  readonly winner: string | null
  readonly pathCount: number
  readonly unparsableCount: number
  readonly agreement: number
  readonly classes: readonly AnswerClass[]
  readonly policy: VotePolicy
  readonly votedAt: Date
}

/** Which votes of an iteration to list; null is any. */
export type VoteFilter = {
  readonly outcome: VoteOutcome | null
  /** [0, 1], inclusive. */
  readonly minAgreement: number | null
  /** [0, 1], inclusive. */
  readonly maxAgreement: number | null
}

type Store = Queryable & { readonly schema: string }
type Request = { readonly project: string; readonly keys: readonly string[] }

const COLUMNS = `v.id, v.sample_set_id as "sampleSetId", v.question_id as "questionId", v.position, v.version, v.outcome,
  v.decided_by as "decidedBy", v.winner, v.path_count as "pathCount", v.unparsable_count as "unparsableCount",
  v.agreement, v.classes, v.policy, v.voted_at as "votedAt"`

/** Votes by id; those of other projects are not there. */
export async function readVotes(db: Store, request: Request): Promise<ReadonlyMap<string, StoredVote>> {
  const { rows } = await db.query<StoredVote>(
    `select ${COLUMNS} from ${db.schema}.votes v where v.id = any($1::uuid[]) and v.project = $2`,
    [request.keys, request.project],
  )
  return new Map(rows.map((vote) => [vote.id, vote]))
}

/** Latest votes by `<sample set>.<question>`; those of other projects are not there. */
export async function readLatestVotes(db: Store, request: Request): Promise<ReadonlyMap<string, StoredVote>> {
  const pairs = request.keys.map((key) => key.split('.'))
  const { rows } = await db.query<StoredVote>(
    `select distinct on (v.sample_set_id, v.question_id) ${COLUMNS}
     from unnest($1::uuid[], $2::uuid[]) as q (sample_set_id, question_id)
     join ${db.schema}.votes v using (sample_set_id, question_id) where v.project = $3
     order by v.sample_set_id, v.question_id, v.version desc`,
    [pairs.map(([sampleSetId]) => sampleSetId), pairs.map(([, questionId]) => questionId), request.project],
  )
  return new Map(rows.map((vote) => [runQuestionKey(vote.sampleSetId, vote.questionId), vote]))
}

/** Sort keys of a vote within its iteration, as texts for a cursor. */
export function voteKeys(vote: StoredVote): readonly string[] {
  return [String(vote.position), vote.id]
}

/** A page of an iteration's latest votes in dataset order: up to one more than the page holds. */
export async function listVotes(
  db: Store,
  request: {
    readonly project: string
    readonly iterationId: string
    readonly filter: VoteFilter
    /** Sort keys: position and vote id. */
    readonly page: PageRequest
  },
): Promise<readonly StoredVote[]> {
  const { project, iterationId, filter, page } = request
  const { rows } = await db.query<StoredVote>(
    `select ${COLUMNS} from ${db.schema}.votes v
     where v.iteration_id = $1 and v.project = $2
       and ($3::text is null or v.outcome = $3)
       and ($4::double precision is null or v.agreement >= $4)
       and ($5::double precision is null or v.agreement <= $5)
       and ($6::integer is null or (v.position, v.id) > ($6, $7::uuid))
       and not exists (select from ${db.schema}.votes later where later.sample_set_id = v.sample_set_id
         and later.question_id = v.question_id and later.version > v.version)
     order by v.position, v.id limit $8`,
    [
      iterationId,
      project,
      filter.outcome,
      filter.minAgreement,
      filter.maxAgreement,
      page.after?.[0] ?? null,
      page.after?.[1] ?? null,
      page.limit + 1,
    ],
  )
  return rows
}
