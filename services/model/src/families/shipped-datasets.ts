import { drawQuestions } from './draw-questions.ts'
import { COIN_PROMPT_SET, PROMPT_SET } from './prompt-set.ts'
import type { FamilyQuestion } from './question.ts'
import type { Split } from './split.ts'

type Shipped = {
  readonly file: string
  readonly family: FamilyQuestion['family']
  readonly steps: readonly number[]
  readonly split: Split
  readonly count: number
  readonly seed: number
}

const SHIPPED: readonly Shipped[] = [
  { file: 'arithmetic-learn.jsonl', family: 'arithmetic', steps: [3], split: 'LEARN', count: 360, seed: 101 },
  {
    file: 'arithmetic-gate.jsonl',
    family: 'arithmetic',
    steps: [2, 3, 3, 4],
    split: 'GATE',
    count: 400,
    seed: 102,
  },
  {
    file: 'arithmetic-report-3.jsonl',
    family: 'arithmetic',
    steps: [3],
    split: 'REPORT',
    count: 200,
    seed: 103,
  },
  {
    file: 'arithmetic-report-4.jsonl',
    family: 'arithmetic',
    steps: [4],
    split: 'REPORT',
    count: 150,
    seed: 104,
  },
  { file: 'coin-report.jsonl', family: 'coin', steps: [4, 5], split: 'REPORT', count: 100, seed: 105 },
]

/** The questions of every shipped dataset; no question is in two of them. */
export function drawShippedDatasets(): {
  readonly file: string
  readonly split: Split
  readonly questions: FamilyQuestion[]
}[] {
  const taken = new Set<string>()
  return SHIPPED.map((shipped) => ({
    file: shipped.file,
    split: shipped.split,
    questions: drawQuestions({ ...shipped, taken }),
  }))
}

/** One line a question; unlabelled questions have no `gold`. */
function toJsonLines(questions: readonly FamilyQuestion[], labelled: boolean): string {
  const lines = questions.map(({ text, answerType, gold }) =>
    JSON.stringify(labelled ? { text, answerType, gold } : { text, answerType }),
  )
  return `${lines.join('\n')}\n`
}

/** Indented, lists of one text on one line: as the formatter of this repository has it. */
function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/\[\n\s+("(?:[^"\\]|\\.)*")\n\s+\]/g, '[$1]')}\n`
}

/** Every file under services/model/datasets by name, with its exact content. */
export function renderShippedFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const { file, split, questions } of drawShippedDatasets()) {
    files.set(file, toJsonLines(questions, split !== 'LEARN'))
  }
  files.set('prompt-set.json', toJson(PROMPT_SET))
  files.set('prompt-set-coin.json', toJson(COIN_PROMPT_SET))
  return files
}
