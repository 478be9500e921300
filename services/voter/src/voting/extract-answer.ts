import type { AnswerKind, ExtractedAnswer } from './answer.ts'
import { findStatements } from './find-statements.ts'
import { normalizeAnswer } from './normalize-answer.ts'

/** What extraction needs to know of a path and its question. */
export type ExtractionInput = AnswerKind & {
  readonly text: string
  readonly finishReason: 'STOP' | 'LENGTH' | 'CONTENT_FILTER'
  /** Words after which a path states its answer. */
  readonly answerMarker: string
}

const UNPARSABLE: ExtractedAnswer = { state: 'UNPARSABLE', text: null, normalForm: null, answerEndsAt: 0 }

/**
 * Reads the answer out of a path: what follows the marker up to the end of its sentence or line. The last readable
 * statement counts; different ones make the path CONFLICTING. A path that goes on to recite another question is cut there
 * first, and a statement that the token limit or a filter cut off is none. Linear in the text.
 */
export function extractAnswer(input: ExtractionInput): ExtractedAnswer {
  const text = cutRecital(input.text)
  const wasCutOff = input.finishReason !== 'STOP' && text.length === input.text.length
  const answers = findStatements(text, input.answerMarker).flatMap((statement) => {
    const normalForm = wasCutOff && !statement.isClosed ? null : normalizeAnswer(statement.text, input)
    return normalForm === null ? [] : { ...statement, normalForm }
  })
  const last = answers.at(-1)
  if (!last) return UNPARSABLE
  return {
    state: answers.every((answer) => answer.normalForm === last.normalForm) ? 'PARSED' : 'CONFLICTING',
    text: last.text.replace(/[*_`\s]+$/, ''),
    normalForm: last.normalForm,
    answerEndsAt: last.endsAt,
  }
}

/** A model that does not stop goes on with the prompt's pattern: another question. The line break stays, it ends a sentence. */
function cutRecital(text: string): string {
  const at = text.indexOf('\nQ:')
  return at < 0 ? text : text.slice(0, at + 1)
}
