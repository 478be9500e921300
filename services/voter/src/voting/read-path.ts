import type { AnswerKind, ExtractedAnswer } from './answer.ts'
import { extractAnswer } from './extract-answer.ts'

/** A path with the answer that was taken out of it. */
export type ReadPath = {
  readonly pathId: string
  readonly index: number
  /** Null when it is too large to travel in an event. */
  readonly text: string | null
  readonly finishReason: 'STOP' | 'LENGTH' | 'CONTENT_FILTER'
  readonly answer: ExtractedAnswer
}

/** Takes the answer out of a path whose text is here. */
export function readPath(input: {
  readonly path: Omit<ReadPath, 'answer'> & { readonly text: string }
  readonly kind: AnswerKind
  readonly answerMarker: string
}): ReadPath {
  const { path, kind, answerMarker } = input
  const text = toStorableText(path.text)
  const { answerType, choices } = kind
  const answer = extractAnswer({ text, finishReason: path.finishReason, answerType, choices, answerMarker })
  return { ...path, text, answer }
}

/** Postgres takes neither NUL nor half surrogates; each becomes U+FFFD, so that no character moves. */
function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
