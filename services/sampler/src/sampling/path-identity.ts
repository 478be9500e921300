import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'

/** Id of a question: it follows from its dataset and its content. */
export function questionIdOf(datasetId: string, questionHash: string): string {
  return uuidv5(datasetId, [questionHash])
}

/** Id of a path: it follows from its sample set, its question and its index. */
export function pathIdOf(sampleSetId: string, questionId: string, index: number): string {
  return uuidv5(sampleSetId, [questionId, index])
}
