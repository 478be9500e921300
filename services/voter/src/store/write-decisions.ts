import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { EventQuestion, EventSampleSet } from '@chorus/schema/events/parts.ts'
import type { Score } from '../scoring/score-question.ts'
import type { Tally } from '../voting/tally-votes.ts'

/** A vote as a row. */
export type VoteRow = {
  readonly id: string
  readonly project: string
  readonly sampleSet: EventSampleSet
  readonly question: Omit<EventQuestion, 'text'>
  readonly version: number
  readonly tally: Tally
  readonly keptCount: number
}

/** Stores votes that the model's own paths decided. */
export async function writeVotes(tx: Transaction, rows: readonly VoteRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into ${tx.schema}.votes
       (id, project, run_id, iteration_id, sample_set_id, question_id, question_hash, position, version, outcome,
        decided_by, winner, winner_count, path_count, unparsable_count, kept_count, agreement, classes, policy)
     select id, project, run_id, iteration_id, sample_set_id, question_id, question_hash, position, version, outcome,
       'SELF', winner, winner_count, path_count, unparsable_count, kept_count, agreement, classes, policy
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::integer[],
       $9::integer[], $10::text[], $11::text[], $12::integer[], $13::integer[], $14::integer[], $15::integer[],
       $16::double precision[], $17::jsonb[], $18::jsonb[])
     as v (id, project, run_id, iteration_id, sample_set_id, question_id, question_hash, position, version, outcome,
       winner, winner_count, path_count, unparsable_count, kept_count, agreement, classes, policy)`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.project),
      rows.map((row) => row.sampleSet.runId),
      rows.map((row) => row.sampleSet.iterationId),
      rows.map((row) => row.sampleSet.sampleSetId),
      rows.map((row) => row.question.questionId),
      rows.map((row) => row.question.questionHash),
      rows.map((row) => row.question.position),
      rows.map((row) => row.version),
      rows.map((row) => row.tally.outcome),
      rows.map((row) => row.tally.winner),
      rows.map((row) => row.tally.winnerCount),
      rows.map((row) => row.tally.pathCount),
      rows.map((row) => row.tally.unparsableCount),
      rows.map((row) => row.keptCount),
      rows.map((row) => row.tally.agreement),
      rows.map((row) => JSON.stringify(row.tally.classes)),
      rows.map((row) => JSON.stringify(row.sampleSet.policy)),
    ],
  )
}

/** A score as a row; the gold answer stays out of it. */
export type ScoreRow = {
  readonly project: string
  readonly sampleSetId: string
  readonly questionId: string
  readonly position: number
  readonly score: Score
}

/** Stores the scores of labelled questions. */
export async function writeScores(tx: Transaction, rows: readonly ScoreRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into ${tx.schema}.scores (sample_set_id, question_id, project, position, letter, agreement)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::text[], $6::double precision[])`,
    [
      rows.map((row) => row.sampleSetId),
      rows.map((row) => row.questionId),
      rows.map((row) => row.project),
      rows.map((row) => row.position),
      rows.map((row) => row.score.letter),
      rows.map((row) => row.score.agreement),
    ],
  )
}

/** What `iteration-voted` says of a sample set's votes. */
export type VotesOfSampleSet = {
  readonly voteCount: number
  readonly keptPathCount: number
  /** `<vote id>:<version>`, in no order. */
  readonly lines: readonly string[]
}

/** All votes of a sample set, for its end. */
export async function readVotesOf(tx: Transaction, sampleSetId: string): Promise<VotesOfSampleSet> {
  const { rows } = await tx.query<{ id: string; version: number; kept_count: number }>(
    `select id, version, kept_count from ${tx.schema}.votes where sample_set_id = $1`,
    [sampleSetId],
  )
  return {
    voteCount: rows.length,
    keptPathCount: rows.reduce((sum, row) => sum + row.kept_count, 0),
    lines: rows.map((row) => `${row.id}:${row.version}`),
  }
}

/** All scores of a sample set, in dataset order. */
export async function readScoresOf(tx: Transaction, sampleSetId: string): Promise<readonly Score[]> {
  const { rows } = await tx.query<Score>(
    `select letter, agreement from ${tx.schema}.scores where sample_set_id = $1 order by position, question_id`,
    [sampleSetId],
  )
  return rows
}
