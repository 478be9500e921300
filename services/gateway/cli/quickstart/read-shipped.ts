import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { CreatePromptSetInput, QuestionInput } from '../generated/operations.ts'
import { quickstartName } from './quickstart-plan.ts'

/** What ships with Chorus for the quickstart. */
export interface Shipped {
  /** By dataset name. */
  readonly questions: ReadonlyMap<string, readonly QuestionInput[]>
  readonly promptSet: Omit<CreatePromptSetInput, 'idempotencyKey'>
}

const questionSchema = z
  .strictObject({
    text: z.string(),
    answerType: z.enum(['NUMBER', 'CHOICE', 'BOOLEAN', 'TEXT']),
    choices: z.array(z.string()).optional(),
    gold: z.string().optional(),
  })
  .transform(({ gold, ...question }): QuestionInput => ({ ...question, goldAnswer: gold }))

const promptSetSchema = z.strictObject({
  systemPrompt: z.string().nullable(),
  exemplars: z.array(z.strictObject({ question: z.string(), reasoning: z.string(), answer: z.string() })),
  questionTemplate: z.string(),
  stepByStepTrigger: z.string(),
  answerMarker: z.string(),
  stop: z.array(z.string()),
})

/** Reads `<name>.jsonl` for each dataset, and `prompt-set.json`, from a folder. */
export async function readShipped(folder: URL, datasetNames: readonly string[]): Promise<Shipped> {
  const questions = new Map<string, readonly QuestionInput[]>()
  for (const name of datasetNames) {
    questions.set(name, parseQuestions(await readFile(new URL(`${name}.jsonl`, folder), 'utf8')))
  }
  const promptSet = await readFile(new URL('prompt-set.json', folder), 'utf8')
  return { questions, promptSet: parsePromptSet(promptSet) }
}

/** Questions of a JSONL file: text, answerType, and gold in a labelled one. */
export function parseQuestions(jsonl: string): QuestionInput[] {
  const lines = jsonl.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => questionSchema.parse(JSON.parse(line)))
}

/** A prompt set's file. The graph takes reasoning without the answer sentence, which the renderer adds. */
export function parsePromptSet(json: string): Shipped['promptSet'] {
  const file = promptSetSchema.parse(JSON.parse(json))
  const exemplars = file.exemplars.map((exemplar) => {
    const sentence = `${file.answerMarker} ${exemplar.answer}.`
    const reasoning = exemplar.reasoning.endsWith(sentence)
      ? exemplar.reasoning.slice(0, -sentence.length).trimEnd()
      : exemplar.reasoning
    return { ...exemplar, reasoning }
  })
  return { ...file, exemplars, name: quickstartName }
}
