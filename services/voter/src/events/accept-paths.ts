import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import { runQuestionKey } from '@chorus/schema/ids.ts'
import { enqueueTextFetches } from '../store/text-fetches.ts'
import { type HeldPathRow, holdPaths, readHeldPaths, writeAnswers } from '../store/write-paths.ts'
import { writeQuestions } from '../store/write-questions.ts'
import { writeSampleSets } from '../store/write-sample-sets.ts'
import { type CompleteQuestion, decideQuestions } from './decide-questions.ts'
import { groupByQuestion, type QuestionBatch } from './group-by-question.ts'
import { assertReadable, type PathEvent, questionKeyOf } from './path-event.ts'

/**
 * Accepts sampled paths: reads and stores their answers, and decides every question whose round is closed and whose paths are
 * all here; the others' paths are held. What was decided stays decided, so that doubles and stragglers change nothing.
 */
export async function acceptPaths(tx: Transaction, events: readonly PathEvent[]): Promise<void> {
  for (const event of events) assertReadable(event)
  const batches = groupByQuestion(events)
  await writeSampleSets(tx, distinctSampleSets(events))
  await writeAnswers(tx, [...batches.values()].flatMap(answerRows))
  const open = await openQuestions(tx, batches)
  const whole = open.filter(({ batch, pathCount }) => isWhole(batch, pathCount))
  const rest = open.filter((question) => !whole.includes(question))
  await holdPaths(
    tx,
    rest.flatMap(({ batch }) => heldRows(batch)),
  )
  const gathered = await gatherHeld(tx, rest)
  await decideQuestions(tx, [...whole.map(({ batch }) => completeFrom(batch)), ...gathered])
}

function distinctSampleSets(events: readonly PathEvent[]) {
  const sets = new Map(events.map(({ sampleSet, origin }) => [sampleSet.sampleSetId, { sampleSet, origin }]))
  return Array.from(sets.values(), ({ sampleSet, origin }) => ({ sampleSet, project: origin.project }))
}

function keyOf({ event }: QuestionBatch) {
  return {
    project: event.origin.project,
    sampleSetId: event.sampleSet.sampleSetId,
    questionId: event.question.questionId,
  }
}

function answerRows(batch: QuestionBatch) {
  return [...batch.paths.values()].flatMap((path) =>
    path.answer === null ? [] : { ...keyOf(batch), path: { ...path, answer: path.answer } },
  )
}

function heldRows(batch: QuestionBatch) {
  // Texts are kept to be trained on; an evaluation's are not.
  const isLearning = batch.event.goldAnswer === null
  return Array.from(batch.paths.values(), (path) => ({
    ...keyOf(batch),
    path: isLearning ? path : { ...path, text: null },
  }))
}

type OpenQuestion = { readonly batch: QuestionBatch; readonly pathCount: number | null }

async function openQuestions(
  tx: Transaction,
  batches: ReadonlyMap<string, QuestionBatch>,
): Promise<readonly OpenQuestion[]> {
  const rows = Array.from(batches.values(), (batch) => ({
    ...keyOf(batch),
    question: batch.event.question,
    pathCount: batch.event.pathCount,
  }))
  const states = await writeQuestions(tx, rows)
  return states.flatMap(({ sampleSetId, questionId, pathCount, isDecided }) => {
    const batch = batches.get(runQuestionKey(sampleSetId, questionId))
    return batch && !isDecided ? { batch, pathCount } : []
  })
}

function isWhole(batch: QuestionBatch, pathCount: number | null): boolean {
  return batch.paths.size === pathCount && [...batch.paths.values()].every((path) => path.answer !== null)
}

function completeFrom({ event, paths }: QuestionBatch): CompleteQuestion {
  const read = [...paths.values()].flatMap((path) =>
    path.answer === null ? [] : { ...path, answer: path.answer },
  )
  return { event, paths: read.toSorted((a, b) => a.index - b.index) }
}

/** Questions that earlier events began: complete when all their paths are held, and only then. */
async function gatherHeld(
  tx: Transaction,
  open: readonly OpenQuestion[],
): Promise<readonly CompleteQuestion[]> {
  const closed = open.filter(({ pathCount }) => pathCount !== null)
  if (closed.length === 0) return []
  const held = await readHeldPaths(
    tx,
    closed.map(({ batch }) => keyOf(batch)),
  )
  const byQuestion = Map.groupBy(held, (path) => runQuestionKey(path.sampleSetId, path.questionId))
  const full = closed.flatMap(({ batch, pathCount }) => {
    const paths = byQuestion.get(questionKeyOf(batch.event)) ?? []
    assertNotTooMany(batch.event, paths.length, pathCount ?? 0)
    return paths.length === pathCount ? { event: batch.event, paths } : []
  })
  const unread = full.filter(({ paths }) => paths.some((path) => path.answer === null))
  await enqueueTextFetches(
    tx,
    unread.map(({ event }) => event),
  )
  return full.filter((question) => !unread.includes(question)).map(withAnswers)
}

function withAnswers(question: {
  readonly event: PathEvent
  readonly paths: readonly HeldPathRow[]
}): CompleteQuestion {
  const { event, paths } = question
  return { event, paths: paths.flatMap((path) => (path.answer ? { ...path, answer: path.answer } : [])) }
}

function assertNotTooMany(event: PathEvent, found: number, expected: number): void {
  if (found <= expected) return
  throw new ChorusError({
    code: 'UNDECODABLE_EVENT',
    message: problem({
      expected: `${expected} paths of question ${event.question.questionId}, as its round was closed with`,
      found: `${found}`,
      fix: 'Look into the sampler: it closed a round before its last path was stored',
    }),
    details: { sampleSetId: event.sampleSet.sampleSetId, questionId: event.question.questionId },
  })
}
