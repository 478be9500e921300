import { appendEvents } from '@chorus/common/src/outbox/append-events.ts'
import type { OutboxEvent } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { EvaluationMethod } from '@chorus/schema/method/sample-set.ts'
import { scoreQuestion } from '../scoring/score-question.ts'
import { type ScoreRow, writeScores, writeVotes } from '../store/write-decisions.ts'
import { dropHeldPaths } from '../store/write-paths.ts'
import { markDecided } from '../store/write-questions.ts'
import { countDecided } from '../store/write-sample-sets.ts'
import type { ReadPath } from '../voting/read-path.ts'
import { voteQuestion } from '../voting/vote-question.ts'
import { announceSampleSet } from './announce-sample-set.ts'
import { announceVote, type VotedQuestion, voteIdOf } from './announce-vote.ts'
import type { PathEvent } from './path-event.ts'

/** A question whose paths are all here. */
export type CompleteQuestion = {
  readonly event: Pick<PathEvent, 'origin' | 'sampleSet' | 'question' | 'goldAnswer'>
  /** In index order. */
  readonly paths: readonly ReadPath[]
}

/** A question is voted on once; later versions of a vote will come with further rounds. */
const FIRST_VERSION = 1

/**
 * Votes on learning questions, scores labelled ones, and says so; closes the sample sets whose last question was among them.
 * None of the questions may have been decided before.
 */
export async function decideQuestions(
  tx: Transaction,
  questions: readonly CompleteQuestion[],
): Promise<void> {
  if (questions.length === 0) return
  const votes = questions.flatMap((question) => (question.event.goldAnswer === null ? vote(question) : []))
  await writeVotes(tx, votes.map(voteRow))
  await writeScores(tx, questions.flatMap(scoreRows))
  const keys = questions.map(({ event }) => ({
    sampleSetId: event.sampleSet.sampleSetId,
    questionId: event.question.questionId,
  }))
  await markDecided(tx, keys)
  await dropHeldPaths(tx, keys)
  const closing = await closeSampleSets(tx, questions)
  await appendEvents(tx, [...votes.flatMap(announceVote), ...closing])
}

function vote(question: CompleteQuestion): VotedQuestion {
  const { event, paths } = question
  return { ...event, version: FIRST_VERSION, ...voteQuestion(paths, event.sampleSet.policy) }
}

function voteRow(voted: VotedQuestion) {
  const { origin, sampleSet, question, version, tally, kept } = voted
  return {
    id: voteIdOf(voted),
    project: origin.project,
    sampleSet,
    question,
    version,
    tally,
    keptCount: kept.length,
  }
}

function scoreRows({ event, paths }: CompleteQuestion): ScoreRow[] {
  const { origin, sampleSet, question, goldAnswer } = event
  if (goldAnswer === null || sampleSet.method === 'LEARNING') return []
  const method: EvaluationMethod = sampleSet.method
  const normalForms = paths.map((path) => path.answer.normalForm)
  return [
    {
      project: origin.project,
      sampleSetId: sampleSet.sampleSetId,
      questionId: question.questionId,
      position: question.position,
      score: scoreQuestion({ method, normalForms, goldAnswer, kind: question }),
    },
  ]
}

/** Counts the decided questions, which locks their sample sets; gives the closing events of those that are complete. */
async function closeSampleSets(
  tx: Transaction,
  questions: readonly CompleteQuestion[],
): Promise<readonly OutboxEvent[]> {
  const bySampleSet = Map.groupBy(questions, ({ event }) => event.sampleSet.sampleSetId)
  const counts = new Map(Array.from(bySampleSet, ([id, decided]) => [id, decided.length]))
  const closing: OutboxEvent[] = []
  for (const { id, isComplete } of await countDecided(tx, counts)) {
    const event = bySampleSet.get(id)?.[0]?.event
    if (isComplete && event) closing.push(await announceSampleSet(tx, event))
  }
  return closing
}
