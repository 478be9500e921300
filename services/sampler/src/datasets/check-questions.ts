import type { AnswerType } from '@chorus/schema/method/question-hash.ts'
import { checkCount, checkText, show } from '../input/check-text.ts'
import type { Issue } from '../input/issue.ts'

export type DatasetKind = 'UNLABELLED' | 'LABELLED'

/** A question as it is offered. */
export type QuestionOffer = {
  readonly text: string
  readonly answerType: AnswerType
  readonly choices: readonly string[]
  readonly goldAnswer: string | null
}

export const MAX_QUESTIONS_PER_APPEND = 1_000
const MAX_TEXT_LENGTH = 32_768
const MAX_GOLD_LENGTH = 4_096
const MAX_CHOICE_LENGTH = 4_096
/** So that choices have the letters A–Z. */
const MAX_CHOICES = 26
/** Issues that one answer holds; more would help nobody. */
const MAX_ISSUES = 100

/** All that is wrong with questions, whatever dataset they are for. */
export function checkQuestions(questions: readonly QuestionOffer[]): Issue[] {
  const path = ['questions']
  const rule = { path, what: 'questions', min: 1, max: MAX_QUESTIONS_PER_APPEND }
  const wrongCount = checkCount(questions.length, rule)
  if (wrongCount.length > 0) return wrongCount
  return questions
    .flatMap((question, i) => checkQuestion(question, [...path, String(i)]))
    .slice(0, MAX_ISSUES)
}

function checkQuestion(question: QuestionOffer, path: string[]): Issue[] {
  const text = checkText(question.text, {
    path: [...path, 'text'],
    what: 'a question',
    maxLength: MAX_TEXT_LENGTH,
  })
  return [
    ...text,
    ...checkChoices(question, [...path, 'choices']),
    ...checkGold(question, [...path, 'goldAnswer']),
  ]
}

function checkChoices({ answerType, choices }: QuestionOffer, path: string[]): Issue[] {
  if (answerType !== 'CHOICE') {
    if (choices.length === 0) return []
    const message = `Expected choices for the answer type CHOICE only, found them with ${answerType}. Remove them or change the type.`
    return [{ code: 'INVALID', path, message }]
  }
  const count = checkCount(choices.length, { path, what: 'choices', min: 2, max: MAX_CHOICES })
  if (count.length > 0) return count
  return choices.flatMap((choice, i) =>
    checkText(choice, { path: [...path, String(i)], what: 'a choice', maxLength: MAX_CHOICE_LENGTH }),
  )
}

function checkGold(question: QuestionOffer, path: string[]): Issue[] {
  const { goldAnswer } = question
  if (goldAnswer === null) return []
  const issues = checkText(goldAnswer, { path, what: 'a gold answer', maxLength: MAX_GOLD_LENGTH })
  if (issues.length > 0 || isReadable(question, goldAnswer.trim())) return issues
  const expected = {
    NUMBER: 'a gold answer with digits',
    BOOLEAN: 'yes, no, true or false',
    CHOICE: 'one of the choices or its letter',
    TEXT: 'a text',
  }[question.answerType]
  const message = `Expected ${expected}, found ${show(goldAnswer)}. Correct it, or use the answer type TEXT.`
  return [{ code: 'INVALID', path, message }]
}

function isReadable({ answerType, choices }: QuestionOffer, gold: string): boolean {
  switch (answerType) {
    case 'TEXT':
      return true
    case 'NUMBER':
      return /\p{Nd}/u.test(gold)
    case 'BOOLEAN':
      return /^(yes|no|true|false)$/i.test(gold)
    case 'CHOICE': {
      const letter = /^\(?([A-Z])\)?$/i.exec(gold)?.[1]?.toUpperCase()
      const isLetter = letter !== undefined && letter.charCodeAt(0) - 65 < choices.length
      return isLetter || choices.some((choice) => choice.trim() === gold)
    }
  }
}

/** What is wrong with questions for a dataset of this kind: labels belong to labelled ones, and there to every question. */
export function checkLabels(questions: readonly QuestionOffer[], kind: DatasetKind): Issue[] {
  return questions
    .flatMap((question, i): Issue[] => {
      const path = ['questions', String(i), 'goldAnswer']
      if (kind === 'UNLABELLED' && question.goldAnswer !== null) {
        return [
          {
            code: 'LABELS_NOT_ALLOWED',
            path,
            message:
              'Expected no gold answer in an unlabelled dataset, found one. Remove the field goldAnswer, or make the dataset LABELLED if it is to measure with: what a model learns from has no labels.',
          },
        ]
      }
      if (kind === 'LABELLED' && question.goldAnswer === null) {
        const message = 'Expected a gold answer in a labelled dataset, found none. Give goldAnswer.'
        return [{ code: 'REQUIRED', path, message }]
      }
      return []
    })
    .slice(0, MAX_ISSUES)
}
