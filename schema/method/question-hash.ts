import { hashOf } from './canonical-json.ts'

export const ANSWER_TYPES = ['NUMBER', 'CHOICE', 'BOOLEAN', 'TEXT'] as const
export type AnswerType = (typeof ANSWER_TYPES)[number]

/** Text by which questions are equal: Unicode NFC, runs of white space as one blank, no blank at the ends. */
export function normalizeQuestionText(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** SHA-256 over normalised text, answer type and choices, hex: two questions are equal when this is equal. */
export function questionHash(question: {
  readonly text: string
  readonly answerType: AnswerType
  readonly choices: readonly string[]
}): string {
  return hashOf({
    text: normalizeQuestionText(question.text),
    answerType: question.answerType,
    choices: question.choices.map(normalizeQuestionText),
  })
}
