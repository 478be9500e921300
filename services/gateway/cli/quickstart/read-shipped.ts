import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { CreatePromptSetInput, QuestionInput } from '../generated/operations.ts'

/** What ships with Chorus for the quickstart. */
export interface Shipped {
  /** By dataset name. */
  readonly questions: ReadonlyMap<string, readonly QuestionInput[]>
  /** By name. */
  readonly promptSets: ReadonlyMap<string, PromptSetInput>
}

/** A prompt set as createPromptSet takes it. */
export type PromptSetInput = Omit<CreatePromptSetInput, 'idempotencyKey'>

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

/** Reads `<name>.jsonl` for each dataset, and the prompt sets' files, from a folder. */
export async function readShipped(input: {
  readonly folder: URL
  readonly datasetNames: readonly string[]
  /** By name. */
  readonly promptSetFiles: ReadonlyMap<string, string>
}): Promise<Shipped> {
  const read = (file: string) => readFile(new URL(file, input.folder), 'utf8')
  const questions = new Map<string, readonly QuestionInput[]>()
  for (const name of input.datasetNames) questions.set(name, parseQuestions(await read(`${name}.jsonl`)))
  const promptSets = new Map<string, PromptSetInput>()
  for (const [name, file] of input.promptSetFiles) {
    promptSets.set(name, parsePromptSet(name, await read(file)))
  }
  return { questions, promptSets }
}

/** Questions of a JSONL file: text, answerType, and gold in a labelled one. */
export function parseQuestions(jsonl: string): QuestionInput[] {
  const lines = jsonl.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => questionSchema.parse(JSON.parse(line)))
}

/** A prompt set's file, under a name. */
export function parsePromptSet(name: string, json: string): PromptSetInput {
  return { ...promptSetSchema.parse(JSON.parse(json)), name }
}
