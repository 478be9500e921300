import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { EventMeta, EventOrigin } from '@chorus/common/src/outbox/event-envelope.ts'
import type { EventPath, EventQuestion, EventSampleSet } from '@chorus/schema/events/parts.ts'
import { EXTRACTION_VERSION } from '../voting/answer.ts'

/** What learning and evaluation paths have in common. */
export type PathEvent = {
  readonly origin: EventOrigin
  readonly sampleSet: EventSampleSet
  readonly question: EventQuestion
  /** Null for a learning question. It is compared with and dropped: no table of votes and no event ever holds it. */
  readonly goldAnswer: string | null
  readonly paths: readonly EventPath[]
  /** Paths that make the question complete; null when its round is still open. */
  readonly pathCount: number | null
}

/** @throws {ChorusError} UNDECODABLE_EVENT, which goes to the dead letters, when it asks for rules that this code has not. */
export function assertReadable(event: PathEvent): void {
  const { policy, method, evaluationId, sampleSetId } = event.sampleSet
  if (policy.extractionVersion !== EXTRACTION_VERSION) {
    throw unreadable(
      sampleSetId,
      `extraction version ${EXTRACTION_VERSION}`,
      String(policy.extractionVersion),
    )
  }
  const isLearning = event.goldAnswer === null
  if (isLearning !== (method === 'LEARNING') || isLearning !== (evaluationId === null)) {
    const expected = isLearning ? 'a sample set to learn from' : 'a sample set of an evaluation'
    throw unreadable(sampleSetId, expected, `method ${method}`)
  }
}

function unreadable(sampleSetId: string, expected: string, found: string): ChorusError {
  return new ChorusError({
    code: 'UNDECODABLE_EVENT',
    message: problem({ expected, found, fix: 'Run trainer, sampler and voter of one version of Chorus' }),
    details: { sampleSetId },
  })
}

/** Key of an event's question among all sample sets. */
export function questionKeyOf(event: PathEvent): string {
  return `${event.sampleSet.sampleSetId}.${event.question.questionId}`
}

/** Who and what an event belongs to, for the events that it causes. */
export function originOfEvent({ project, actor, traceparent }: EventMeta): EventOrigin {
  return { project, actor, traceparent }
}
