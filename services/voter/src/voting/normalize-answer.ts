import type { AnswerKind } from './answer.ts'
import { normalizeBoolean } from './normalize-boolean.ts'
import { normalizeChoice } from './normalize-choice.ts'
import { normalizeNumber } from './normalize-number.ts'
import { normalizeText } from './normalize-text.ts'

/** Normal form of a stated answer by the question's answer type; null when it cannot be read as one. */
export function normalizeAnswer(text: string, kind: AnswerKind): string | null {
  const plain = unwrap(text)
  switch (kind.answerType) {
    case 'NUMBER':
      return normalizeNumber(plain)
    case 'CHOICE':
      return normalizeChoice(plain, kind.choices)
    case 'BOOLEAN':
      return normalizeBoolean(plain)
    case 'TEXT':
      return normalizeText(plain)
  }
}

/** Takes LaTeX's boxes and Markdown's emphasis from around an answer. */
function unwrap(text: string): string {
  return text
    .replace(/\\(?:boxed|text|textbf|mathrm|mathbf)\{([^{}]*)\}/g, '$1')
    .replace(/^[\s*_`"]+|(?<![\s*_`"])[\s*_`"]+$/g, '')
}
