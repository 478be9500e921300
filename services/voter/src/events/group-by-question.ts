import { type ReadPath, readPath } from '../voting/read-path.ts'
import { type PathEvent, questionKeyOf } from './path-event.ts'

/** The events of one question in a batch, with their paths read, each once. */
export type QuestionBatch = {
  /** The last event: question and sample set are the same in all. */
  readonly event: PathEvent
  readonly paths: ReadonlyMap<number, ReadPath | UnreadPath>
}

/** A path whose text was too large to travel. */
export type UnreadPath = Omit<ReadPath, 'answer'> & { readonly answer: null }

/** Gathers a batch's events by question, and takes the answers out of their paths. */
export function groupByQuestion(events: readonly PathEvent[]): ReadonlyMap<string, QuestionBatch> {
  const batches = new Map<string, QuestionBatch>()
  for (const event of events) {
    const key = questionKeyOf(event)
    const earlier = batches.get(key)
    const paths = new Map(earlier?.paths)
    for (const path of event.paths) paths.set(path.index, readEventPath(event, path))
    const pathCount = Math.max(event.pathCount ?? -1, earlier?.event.pathCount ?? -1)
    batches.set(key, { event: { ...event, pathCount: pathCount < 0 ? null : pathCount }, paths })
  }
  return batches
}

function readEventPath(event: PathEvent, path: PathEvent['paths'][number]): ReadPath | UnreadPath {
  const { text } = path
  if (text === null) return { ...path, text, answer: null }
  const { answerMarker } = event.sampleSet.policy
  return readPath({ path: { ...path, text }, kind: event.question, answerMarker })
}
