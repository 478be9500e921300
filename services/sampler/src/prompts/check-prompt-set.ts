import type { PromptSetContent } from '@chorus/schema/method/render-prompt.ts'
import { checkCount, checkText } from '../input/check-text.ts'
import type { Issue } from '../input/issue.ts'

const MAX_TEXT_LENGTH = 32_768
const MAX_MARKER_LENGTH = 200
const MAX_EXEMPLARS = 64
const MAX_STOPS = 4
const SLOT = '{question}'

/** What a prompt set has where its input says nothing: the paper's words. */
export const DEFAULT_PROMPT_SET = {
  questionTemplate: `Q: ${SLOT}\nA:`,
  stepByStepTrigger: " Let's think step by step.",
  answerMarker: 'The answer is',
} as const

/** All that is wrong with a prompt set. */
export function checkPromptSet(content: PromptSetContent): Issue[] {
  const text = (value: string, path: string[], what: string, mayBeEmpty = false) =>
    checkText(value, { path, what, maxLength: MAX_TEXT_LENGTH, mayBeEmpty })
  return [
    ...(content.systemPrompt === null ? [] : text(content.systemPrompt, ['systemPrompt'], 'a system prompt')),
    ...checkCount(content.exemplars.length, {
      path: ['exemplars'],
      what: 'exemplars',
      min: 0,
      max: MAX_EXEMPLARS,
    }),
    ...content.exemplars.flatMap((exemplar, i) => [
      ...text(exemplar.question, ['exemplars', String(i), 'question'], 'a question'),
      ...text(exemplar.reasoning, ['exemplars', String(i), 'reasoning'], 'a reasoning', true),
      ...text(exemplar.answer, ['exemplars', String(i), 'answer'], 'an answer'),
    ]),
    ...checkTemplate(content.questionTemplate),
    ...text(content.stepByStepTrigger, ['stepByStepTrigger'], 'a trigger', true),
    ...checkText(content.answerMarker, {
      path: ['answerMarker'],
      what: 'an answer marker',
      maxLength: MAX_MARKER_LENGTH,
    }),
    ...checkCount(content.stop.length, { path: ['stop'], what: 'stop strings', min: 0, max: MAX_STOPS }),
    ...content.stop.flatMap((stop, i) => checkStop(stop, ['stop', String(i)])),
  ]
}

function checkTemplate(template: string): Issue[] {
  const path = ['questionTemplate']
  const issues = checkText(template, { path, what: 'a question template', maxLength: MAX_TEXT_LENGTH })
  const slots = template.split(SLOT).length - 1
  if (issues.length > 0 || slots === 1) return issues
  const message = `Expected ${SLOT} once in the template, found it ${slots} times. Correct it.`
  return [{ code: 'INVALID', path, message }]
}

/** A stop string may be white space, such as a line feed, but not nothing. */
function checkStop(stop: string, path: string[]): Issue[] {
  const rule = { path, what: 'a stop string', maxLength: MAX_MARKER_LENGTH, mayBeEmpty: stop !== '' }
  return checkText(stop, rule)
}
