import { readFile } from 'node:fs/promises'
import type { CreatePromptSetInput, QuestionInput } from '../generated/operations.ts'

/** What ships with Chorus for the quickstart. */
export interface Shipped {
  /** By dataset name. */
  readonly questions: ReadonlyMap<string, readonly QuestionInput[]>
  readonly promptSet: Omit<CreatePromptSetInput, 'idempotencyKey'>
}

/** Reads `<name>.jsonl` for each dataset, and `prompt-set.json`, from a folder. */
export async function readShipped(folder: URL, datasetNames: readonly string[]): Promise<Shipped> {
  const questions = new Map<string, readonly QuestionInput[]>()
  for (const name of datasetNames) {
    const text = await readFile(new URL(`${name}.jsonl`, folder), 'utf8')
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    questions.set(
      name,
      lines.map((line) => JSON.parse(line) as QuestionInput),
    )
  }
  const promptSet: unknown = JSON.parse(await readFile(new URL('prompt-set.json', folder), 'utf8'))
  return { questions, promptSet: promptSet as Shipped['promptSet'] }
}
