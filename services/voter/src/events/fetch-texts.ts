import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import type { Job, JobOutcome, WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import { deleteTextFetch, type TextFetch, type TextFetchRow } from '../store/text-fetches.ts'
import { type HeldPathRow, readHeldPaths, writeAnswers } from '../store/write-paths.ts'
import { lockQuestion } from '../store/write-questions.ts'
import type { PathTextSource } from '../voting/path-text-source.ts'
import { type ReadPath, readPath } from '../voting/read-path.ts'
import { decideQuestions } from './decide-questions.ts'

/** What reading texts needs. */
export type FetchTextsInput = {
  readonly db: Database
  readonly queue: WorkQueue<TextFetchRow>
  readonly texts: PathTextSource
}

/** The job of a complete question that waits for texts: reads them from the sampler, then decides the question. */
export function fetchTexts(input: FetchTextsInput) {
  return async (
    job: Job<TextFetchRow>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<JobOutcome> => {
    const { event } = job.row
    const held = await input.db.transaction((tx) => readHeldPaths(tx, [keyOf(event)]))
    const pathIds = held.flatMap((path) => (path.answer === null ? path.pathId : []))
    const texts = await input.texts.readTexts({ ...event.origin, ...keyOf(event), pathIds, signal })
    await input.db.transaction(async (tx) => {
      // First of all, since it is what keeps a worker that lost its lease from deciding a second time.
      await input.queue.complete(tx, job)
      // The texts may have come in further events meanwhile.
      const { isDecided } = await lockQuestion(tx, keyOf(event))
      if (!isDecided) await decideWith(tx, { event, held, texts })
      await deleteTextFetch(tx, job.id)
    })
    return { kind: 'settled' }
  }
}

function keyOf({ sampleSet, question }: TextFetch) {
  return { sampleSetId: sampleSet.sampleSetId, questionId: question.questionId }
}

async function decideWith(
  tx: Transaction,
  input: {
    readonly event: TextFetch
    readonly held: readonly HeldPathRow[]
    readonly texts: ReadonlyMap<string, string>
  },
): Promise<void> {
  const { event, held, texts } = input
  const paths = held.map((path) =>
    path.answer === null ? read(event, path, texts) : withAnswer(path, path.answer),
  )
  const key = { project: event.origin.project, ...keyOf(event) }
  await writeAnswers(
    tx,
    paths.map((path) => ({ ...key, path })),
  )
  await decideQuestions(tx, [{ event, paths }])
}

function withAnswer(path: HeldPathRow, answer: ReadPath['answer']): ReadPath {
  return { ...path, answer }
}

function read(event: TextFetch, path: HeldPathRow, texts: ReadonlyMap<string, string>): ReadPath {
  const text = texts.get(path.pathId) ?? ''
  const { answerMarker } = event.sampleSet.policy
  return readPath({ path: { ...path, text }, kind: event.question, answerMarker })
}
