import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'
import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { EventOrigin, OutboxEvent } from '@chorus/common/src/outbox/event-envelope.ts'
import type { DataOf } from '@chorus/schema/events/define-event.ts'
import type { EventQuestion, EventSampleSet } from '@chorus/schema/events/parts.ts'
import { MAX_EVENT_BYTES, MAX_PATH_TEXT_BYTES } from '@chorus/schema/events/topics.ts'
import { pathsKept, questionVoted } from '@chorus/schema/events/voting.ts'
import type { ReadPath } from '../voting/read-path.ts'
import { splitBySize } from '../voting/split-by-size.ts'
import type { QuestionVote } from '../voting/vote-question.ts'

/** A question with its vote, to be announced. */
export type VotedQuestion = QuestionVote & {
  readonly origin: EventOrigin
  readonly sampleSet: EventSampleSet
  readonly question: EventQuestion
  readonly version: number
}

type KeptPath = DataOf<typeof pathsKept>['paths'][number]

/** The id that follows from a vote's sample set, question and version. */
export function voteIdOf(
  voted: Pick<VotedQuestion, 'sampleSet' | 'version'> & {
    readonly question: { readonly questionId: string }
  },
): string {
  return uuidv5(voted.sampleSet.sampleSetId, ['vote', voted.question.questionId, voted.version])
}

/** The events of a vote: the public outcome without texts, then the winners' paths, as many events as their size asks for. */
export function announceVote(voted: VotedQuestion): readonly OutboxEvent[] {
  return [announceOutcome(voted), ...announceKept(voted)]
}

function announceOutcome(voted: VotedQuestion): OutboxEvent {
  const { origin, sampleSet, question, tally } = voted
  const voteId = voteIdOf(voted)
  const data: DataOf<typeof questionVoted> = {
    runId: sampleSet.runId,
    iterationId: sampleSet.iterationId,
    iteration: sampleSet.iteration,
    sampleSetId: sampleSet.sampleSetId,
    questionId: question.questionId,
    questionHash: question.questionHash,
    position: question.position,
    voteId,
    voteVersion: voted.version,
    outcome: tally.outcome,
    decidedBy: 'SELF',
    winner: tally.winner,
    winnerCount: tally.winnerCount,
    pathCount: tally.pathCount,
    unparsableCount: tally.unparsableCount,
    agreement: tally.agreement,
    keptCount: voted.kept.length,
  }
  return eventOf(questionVoted, data, origin, uuidv5(voteId, [questionVoted.type]))
}

function announceKept(voted: VotedQuestion): readonly OutboxEvent[] {
  const { origin, sampleSet, question, answerText } = voted
  if (answerText === null) return []
  const voteId = voteIdOf(voted)
  const head = {
    runId: sampleSet.runId,
    iterationId: sampleSet.iterationId,
    sampleSetId: sampleSet.sampleSetId,
    voteId,
    voteVersion: voted.version,
    question,
    answerText,
  }
  const roomBytes = MAX_EVENT_BYTES - Buffer.byteLength(JSON.stringify({ ...head, paths: [] }))
  const parts = splitBySize({ items: voted.kept.map(toKeptPath), roomBytes, shrink: withoutText })
  return parts.map((paths, part) =>
    eventOf(pathsKept, { ...head, paths: [...paths] }, origin, uuidv5(voteId, [pathsKept.type, part])),
  )
}

function toKeptPath(path: ReadPath): KeptPath {
  const isLarge = path.text !== null && Buffer.byteLength(path.text) > MAX_PATH_TEXT_BYTES
  return {
    pathId: path.pathId,
    index: path.index,
    text: isLarge ? null : path.text,
    answerEndsAt: path.answer.answerEndsAt,
    finishReason: path.finishReason,
    hasConflictingAnswers: path.answer.state === 'CONFLICTING',
  }
}

/** Escapes can make a text's JSON larger than an event although the text is not: then it is read from the sampler too. */
function withoutText(path: KeptPath): KeptPath {
  return { ...path, text: null }
}
