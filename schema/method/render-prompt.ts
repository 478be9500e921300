import type { Format } from './sample-set.ts'

/** A worked example: the reasoning comes without the answer sentence. */
export type Exemplar = { readonly question: string; readonly reasoning: string; readonly answer: string }

/** What is said to a model around a question. */
export type PromptSetContent = {
  readonly systemPrompt: string | null
  readonly exemplars: readonly Exemplar[]
  /** Holds `{question}` once. */
  readonly questionTemplate: string
  /** Follows the question in ZERO_SHOT_COT, leading blank included. */
  readonly stepByStepTrigger: string
  readonly answerMarker: string
  readonly stop: readonly string[]
}

/** The parts of a question that a prompt shows. */
export type PromptQuestion = { readonly text: string; readonly choices: readonly string[] }

export type PromptMessage = {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** The answer sentence: what formats 2 and 4 train on, and how every exemplar ends. */
export function answerSentence(promptSet: Pick<PromptSetContent, 'answerMarker'>, answer: string): string {
  return `${promptSet.answerMarker} ${answer}.`
}

function writeQuestion(promptSet: PromptSetContent, question: PromptQuestion): string {
  const choices = question.choices.map((choice, i) => `\n(${String.fromCharCode(65 + i)}) ${choice}`).join('')
  return promptSet.questionTemplate.replace('{question}', () => question.text + choices)
}

function exemplarAnswer(promptSet: PromptSetContent, exemplar: Exemplar, withReasoning: boolean): string {
  const sentence = answerSentence(promptSet, exemplar.answer)
  return withReasoning && exemplar.reasoning ? `${exemplar.reasoning} ${sentence}` : sentence
}

/**
 * The prompt of one question as chat turns: the one renderer for sampling, training and evaluation.
 * The paper's four formats (Huang et al. 2023, table 2): exemplars with or without reasoning, or none.
 */
export function renderMessages(
  promptSet: PromptSetContent,
  format: Format,
  question: PromptQuestion,
): readonly PromptMessage[] {
  const isFewShot = format === 'FEW_SHOT_COT' || format === 'FEW_SHOT_DIRECT'
  const exemplars = isFewShot ? promptSet.exemplars : []
  const trigger = format === 'ZERO_SHOT_COT' ? promptSet.stepByStepTrigger : ''
  return [
    ...(promptSet.systemPrompt === null
      ? []
      : [{ role: 'system', content: promptSet.systemPrompt } as const]),
    ...exemplars.flatMap((exemplar): PromptMessage[] => [
      { role: 'user', content: writeQuestion(promptSet, { text: exemplar.question, choices: [] }) },
      { role: 'assistant', content: exemplarAnswer(promptSet, exemplar, format === 'FEW_SHOT_COT') },
    ]),
    { role: 'user', content: writeQuestion(promptSet, question) + trigger },
  ]
}

/** The same prompt as one text for `/v1/completions`; an assistant turn follows its question after one blank. */
export function renderText(promptSet: PromptSetContent, format: Format, question: PromptQuestion): string {
  return renderMessages(promptSet, format, question).reduce((text, message) => {
    if (message.role === 'assistant') return `${text} ${message.content}`
    const gap = text === '' ? '' : '\n\n'
    return text + gap + message.content
  }, '')
}
