import { type FamilyQuestion, NAMES } from './question.ts'
import type { Random } from './random.ts'

/** An arithmetic word problem: a start and signed operations whose partial sums all lie in 0…99. */
export type ArithmeticProblem = FamilyQuestion & {
  readonly start: number
  readonly operations: readonly number[]
}

export const OBJECTS = ['books', 'apples', 'pens', 'cards', 'eggs', 'stamps', 'marbles', 'shells'] as const
export const PLUS_VERBS = ['buys', 'finds', 'gets'] as const
export const MINUS_VERBS = ['gives away', 'loses', 'sells'] as const

function drawOperations(start: number, count: number, random: Random): number[] {
  const operations: number[] = []
  let sum = start
  while (operations.length < count) {
    const operation = (1 + random.int(9)) * (random.int(2) === 0 ? 1 : -1)
    if (sum + operation < 0 || sum + operation > 99) continue
    sum += operation
    operations.push(operation)
  }
  return operations
}

function describe(operation: number, random: Random): string {
  if (operation > 0) return `${random.pick(PLUS_VERBS)} ${operation} more.`
  return `${random.pick(MINUS_VERBS)} ${-operation}.`
}

/** Draws a problem with `steps` operations of 1…9 from a start of 5…60. */
export function drawArithmetic(steps: number, random: Random): ArithmeticProblem {
  const { name, pronoun } = random.pick(NAMES)
  const object = random.pick(OBJECTS)
  const start = 5 + random.int(56)
  const operations = drawOperations(start, steps, random)
  const capital = pronoun === 'he' ? 'He' : 'She'
  const sentences = operations.map((operation, i) =>
    i === 0 ? `${capital} ${describe(operation, random)}` : `Then ${pronoun} ${describe(operation, random)}`,
  )
  const text = [
    `${name} has ${start} ${object}.`,
    ...sentences,
    `How many ${object} does ${pronoun} have now?`,
  ].join(' ')
  const gold = String(operations.reduce((sum, operation) => sum + operation, start))
  return { family: 'arithmetic', text, answerType: 'NUMBER', gold, steps, start, operations }
}
