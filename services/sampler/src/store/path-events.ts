import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { OutboxEvent } from '@chorus/common/src/outbox/event-envelope.ts'
import { evaluationPathsSampled, pathsSampled } from '@chorus/schema/events/index.ts'
import type { EventQuestion, EventSampleSet } from '@chorus/schema/events/parts.ts'
import { MAX_EVENT_BYTES, MAX_PATH_TEXT_BYTES } from '@chorus/schema/events/topics.ts'
import type { RoundEnd } from '../sampling/sampling-store.ts'
import { splitPathEvents } from '../sampling/split-path-events.ts'
import type { QuestionWork, SampleSetWork, SamplingTask } from '../sampling/work.ts'

/** The events of a question whose round ends: its paths in index order, the last event with the closing note. */
export function pathEvents(task: SamplingTask, end: RoundEnd): OutboxEvent[] {
  const { sampleSet } = task
  const question = toEventQuestion(task.question)
  const gold = task.question.goldAnswer
  const parts = splitPathEvents({
    paths: end.paths,
    questionBytes: Buffer.byteLength(JSON.stringify({ question, gold })),
    maxEventBytes: MAX_EVENT_BYTES,
    maxTextBytes: MAX_PATH_TEXT_BYTES,
  })
  const closes = { round: 1, stored: end.paths.length, shortfall: end.shortfall, reason: end.reason }
  const origin = { project: sampleSet.project, actor: sampleSet.actor }
  return parts.map((paths, i) => {
    const data = {
      sampleSet: toEventSampleSet(sampleSet),
      question,
      paths,
      closes: i === parts.length - 1 ? closes : null,
    }
    return gold === null
      ? eventOf(pathsSampled, data, origin)
      : eventOf(evaluationPathsSampled, { ...data, goldAnswer: gold }, origin)
  })
}

function toEventQuestion(question: QuestionWork): EventQuestion {
  const { questionId, questionHash, position, text, answerType, choices } = question
  return { questionId, questionHash, position, text, answerType, choices: [...choices] }
}

function toEventSampleSet(sampleSet: SampleSetWork): EventSampleSet {
  const { request } = sampleSet
  return {
    sampleSetId: request.sampleSetId,
    key: request.key,
    runId: sampleSet.runId,
    iterationId: sampleSet.iterationId,
    iteration: sampleSet.iteration,
    arm: request.arm,
    method: request.method,
    evaluationId: request.evaluationId,
    questionCount: request.questionCount,
    policy: request.policy,
  }
}
