import { uuidv5, uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import type { EventPath, EventSampleSet } from '@chorus/schema/events/parts.ts'
import { evaluationPathsSampled, pathsSampled } from '@chorus/schema/events/sampling.ts'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { type TestEvent, testEvent } from './start-voter.ts'

/** A sample set to learn from, unless more says otherwise. */
export function makeSampleSet(more: Partial<EventSampleSet> = {}): EventSampleSet {
  return {
    sampleSetId: uuidv7(),
    key: sha256(uuidv7()),
    runId: uuidv7(),
    iterationId: uuidv7(),
    iteration: 1,
    arm: 'main',
    method: 'LEARNING',
    evaluationId: null,
    questionCount: 1,
    policy: { answerMarker: 'The answer is', minAgreement: null, extractionVersion: 1 },
    ...more,
  }
}

/** A question by its place in the dataset. */
export function makeQuestion(position: number) {
  const text = `Question ${position}?`
  return {
    questionId: uuidv5(uuidv5('00000000-0000-0000-0000-000000000000', []), [position]),
    questionHash: sha256(text),
    position,
    text,
    answerType: 'NUMBER' as const,
    choices: [],
  }
}

/** A path by its sample set, question and index. */
export function makePath(
  sampleSet: EventSampleSet,
  position: number,
  path: { readonly index: number; readonly text: string | null; readonly finishReason?: 'STOP' | 'LENGTH' },
): EventPath {
  const { questionId } = makeQuestion(position)
  return { pathId: uuidv5(sampleSet.sampleSetId, [questionId, path.index]), finishReason: 'STOP', ...path }
}

/** What is sampled for a question, with the texts of its paths or the answers that they state. */
export type Sampled = {
  readonly sampleSet: EventSampleSet
  readonly position: number
  /** One per path; null is a path without an answer. */
  readonly answers: readonly (string | null)[]
  /** Set for an evaluation. */
  readonly goldAnswer?: string
  /** First index. Default 0. */
  readonly from?: number
  /** Paths that the round is closed with; null leaves it open. Default as many as there are answers. */
  readonly stored?: number | null
}

/** The event of a question's paths as the sampler sends it. */
export function sampledEvent(
  sampled: Sampled,
  more: { readonly id?: string; readonly project?: string } = {},
): TestEvent {
  const { sampleSet, position, answers, goldAnswer, from = 0, stored = from + answers.length } = sampled
  const paths = answers.map((answer, i) => {
    const text = answer === null ? 'I do not know' : `So it is ${answer}. The answer is ${answer}. Done`
    return makePath(sampleSet, position, { index: from + i, text })
  })
  const closes = stored === null ? null : { round: 1, stored, shortfall: 0, reason: null }
  const data = { sampleSet, question: makeQuestion(position), paths, closes }
  return goldAnswer === undefined
    ? testEvent(pathsSampled, data, more)
    : testEvent(evaluationPathsSampled, { ...data, goldAnswer }, more)
}
