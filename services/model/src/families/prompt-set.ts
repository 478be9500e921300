/** A worked example of the embedded model's prompt set; the reasoning comes without the answer sentence. */
export type Exemplar = { readonly question: string; readonly reasoning: string; readonly answer: string }

/** What the prompts of the embedded model are rendered from; shipped as datasets/prompt-set*.json. */
export type FamilyPromptSet = {
  readonly systemPrompt: string | null
  readonly exemplars: readonly Exemplar[]
  readonly questionTemplate: string
  readonly stepByStepTrigger: string
  readonly answerMarker: string
  readonly stop: readonly string[]
}

/** Two worked problems of the PRETRAIN split, solved step by step in order. */
export const PROMPT_SET: FamilyPromptSet = {
  systemPrompt: null,
  exemplars: [
    {
      question:
        'Zoe has 52 marbles. She buys 7 more. Then she finds 2 more. Then she loses 5. How many marbles does she have now?',
      reasoning: '52+7=59. 59+2=61. 61-5=56.',
      answer: '56',
    },
    {
      question:
        'Ben has 60 stamps. He gives away 8. Then he loses 2. Then he loses 9. How many stamps does he have now?',
      reasoning: '60-8=52. 52-2=50. 50-9=41.',
      answer: '41',
    },
  ],
  questionTemplate: 'Q: {question}\nA:',
  stepByStepTrigger: " Let's think step by step.",
  answerMarker: 'The answer is',
  stop: ['\n'],
}

/** The same for coin questions, whose worked examples must be coin questions: the model never saw the families mixed. */
export const COIN_PROMPT_SET: FamilyPromptSet = {
  ...PROMPT_SET,
  exemplars: [
    {
      question:
        'A coin is heads up. Tom does not flip it. Eve flips it. Ann does not flip it. Sam does not flip it. Is it still heads up?',
      reasoning:
        'Tom does not flip: heads. Eve flips: tails. Ann does not flip: tails. Sam does not flip: tails.',
      answer: 'no',
    },
    {
      question:
        'A coin is heads up. Tom flips it. Sam does not flip it. Eve does not flip it. Lily flips it. Is it still heads up?',
      reasoning: 'Tom flips: tails. Sam does not flip: tails. Eve does not flip: tails. Lily flips: heads.',
      answer: 'yes',
    },
  ],
}

/** The four formats of the method. */
export type PromptFormat = 'FEW_SHOT_COT' | 'FEW_SHOT_DIRECT' | 'ZERO_SHOT_COT' | 'ZERO_SHOT_DIRECT'

/** The bytes of a prompt for one question, as one text. */
export function renderPrompt(set: FamilyPromptSet, format: PromptFormat, question: string): string {
  const ask = (text: string): string => set.questionTemplate.replace('{question}', text)
  if (format === 'ZERO_SHOT_COT') return ask(question) + set.stepByStepTrigger
  if (format === 'ZERO_SHOT_DIRECT') return ask(question)
  const worked = set.exemplars.map(({ question: text, reasoning, answer }) => {
    const thought = format === 'FEW_SHOT_COT' ? `${reasoning} ` : ''
    return `${ask(text)} ${thought}${set.answerMarker} ${answer}.`
  })
  return [...worked, ask(question)].join('\n\n')
}
