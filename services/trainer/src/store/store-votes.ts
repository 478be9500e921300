import type { DataOf } from '@chorus/schema/events/define-event.ts'
import type { iterationVoted, pathsKept, questionVoted } from '@chorus/schema/events/voting.ts'
import { describeVotes, isWorthTelling, type VoteFigures } from '../runs/describe-votes.ts'
import { type IterationRow, readIteration } from './iteration-row.ts'
import { appendLog } from './run-log.ts'
import type { LockedRun } from './run-row.ts'

/** The iteration of an event while votes still count for it; null when it is unknown or its training set is fixed. */
async function openForVotes(run: LockedRun, iterationId: string): Promise<IterationRow | null> {
  const iteration = await readIteration(run.tx, iterationId)
  if (iteration === null || iteration.run_id !== run.row.id) return null
  return iteration.status === 'SAMPLING' || iteration.status === 'VOTING' ? iteration : null
}

/**
 * Holds a vote, or a later version of it; earlier versions and votes after training began change nothing.
 * @returns whether it may have been the last thing that the iteration waited for.
 */
export async function holdVote(run: LockedRun, vote: DataOf<typeof questionVoted>): Promise<boolean> {
  const iteration = await openForVotes(run, vote.iterationId)
  if (iteration === null) return false
  const { tx } = run
  const { rows } = await tx.query<{ is_new: boolean }>(
    `insert into ${tx.schema}.votes as v (sample_set_id, question_id, vote_id, version, run_id, iteration_id, question_hash,
       outcome, decided_by, winner, winner_count, path_count, agreement)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (sample_set_id, question_id) do update set vote_id = excluded.vote_id, version = excluded.version,
       outcome = excluded.outcome, decided_by = excluded.decided_by, winner = excluded.winner,
       winner_count = excluded.winner_count, path_count = excluded.path_count, agreement = excluded.agreement
       where v.version < excluded.version
     returning (xmax = 0) as is_new`,
    [
      vote.sampleSetId,
      vote.questionId,
      vote.voteId,
      vote.voteVersion,
      vote.runId,
      vote.iterationId,
      vote.questionHash,
      vote.outcome,
      vote.decidedBy,
      vote.winner,
      vote.winnerCount,
      vote.pathCount,
      vote.agreement,
    ],
  )
  if (rows[0]?.is_new) await countVote(run, iteration)
  return iteration.announced_vote_count !== null
}

async function countVote(run: LockedRun, iteration: IterationRow): Promise<void> {
  const { tx } = run
  const held = iteration.votes_held + 1
  await tx.query(`update ${tx.schema}.iterations set votes_held = $2 where id = $1`, [iteration.id, held])
  if (!isWorthTelling(held, iteration.questions_planned)) return
  const figures = await readVoteFigures(run, iteration)
  await appendLog(run, {
    type: 'QUESTIONS_VOTED',
    iteration: iteration.number,
    message: describeVotes(iteration.number, figures),
    details: {
      kind: 'VOTING',
      questionsVoted: figures.voted,
      questionsPlanned: figures.planned,
      consensus: figures.consensus,
      meanAgreement: figures.meanAgreement,
    },
  })
}

async function readVoteFigures({ tx }: LockedRun, iteration: IterationRow): Promise<VoteFigures> {
  const { rows } = await tx.query<Omit<VoteFigures, 'planned'>>(
    `select count(*)::int as voted,
       count(*) filter (where outcome = 'CONSENSUS')::int as consensus,
       count(*) filter (where outcome = 'NO_CONSENSUS')::int as "noConsensus",
       count(*) filter (where outcome = 'UNPARSABLE')::int as unparsable,
       coalesce(avg(agreement), 0) as "meanAgreement"
     from ${tx.schema}.votes where iteration_id = $1`,
    [iteration.id],
  )
  const counts = rows[0] ?? { voted: 0, consensus: 0, noConsensus: 0, unparsable: 0, meanAgreement: 0 }
  return { ...counts, planned: iteration.questions_planned }
}

/**
 * Holds the texts of a question's winning paths. A question may come in several parts, each any number of times.
 * @returns whether it may have been the last thing that the iteration waited for.
 */
export async function holdKeptPaths(run: LockedRun, kept: DataOf<typeof pathsKept>): Promise<boolean> {
  const iteration = await openForVotes(run, kept.iterationId)
  if (iteration === null) return false
  const { tx } = run
  await tx.query(
    `insert into ${tx.schema}.kept_questions (vote_id, iteration_id, question, answer_text) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [kept.voteId, kept.iterationId, JSON.stringify(kept.question), kept.answerText],
  )
  const { paths } = kept
  await tx.query(
    `insert into ${tx.schema}.kept_paths
       (vote_id, iteration_id, path_id, index, text, answer_ends_at, finish_reason, has_conflicting_answers)
     select $1, $2, * from unnest($3::uuid[], $4::int[], $5::text[], $6::int[], $7::text[], $8::boolean[])
     on conflict do nothing`,
    [
      kept.voteId,
      kept.iterationId,
      paths.map((path) => path.pathId),
      paths.map((path) => path.index),
      paths.map((path) => path.text),
      paths.map((path) => path.answerEndsAt),
      paths.map((path) => path.finishReason),
      paths.map((path) => path.hasConflictingAnswers),
    ],
  )
  return iteration.announced_vote_count !== null
}

/** Remembers which votes the voter announced; training waits until exactly these are held. */
export async function holdAnnouncement(
  run: LockedRun,
  announced: DataOf<typeof iterationVoted>,
): Promise<void> {
  if ((await openForVotes(run, announced.iterationId)) === null) return
  const { tx } = run
  await tx.query(
    `update ${tx.schema}.iterations set announced_vote_count = $2, announced_kept_path_count = $3,
       announced_vote_ids_hash = $4 where id = $1`,
    [announced.iterationId, announced.voteCount, announced.keptPathCount, announced.voteIdsHash],
  )
}
