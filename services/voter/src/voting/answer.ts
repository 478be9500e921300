import type { AnswerType } from '@chorus/schema/method/question-hash.ts'

/** Version of the rules of extraction: a change of any of them is a new version. */
export const EXTRACTION_VERSION = 1

/** Whether a path states an answer; see the states in the graph's `AnswerState`. */
export type AnswerState = 'PARSED' | 'UNPARSABLE' | 'CONFLICTING'

/** What is taken out of a path. */
export type ExtractedAnswer = {
  readonly state: AnswerState
  /** As it stands in the path; null when unparsable. */
  readonly text: string | null
  /** By which answers are compared; null when unparsable. */
  readonly normalForm: string | null
  /** Characters (UTF-16 code units) of the path up to and including the answer sentence; 0 when unparsable. */
  readonly answerEndsAt: number
}

/** How a question wants to be answered. */
export type AnswerKind = {
  readonly answerType: AnswerType
  /** In order A, B, C …; empty for other types. */
  readonly choices: readonly string[]
}
