import type { ArithmeticProblem } from './arithmetic.ts'
import { type Random, shuffle } from './random.ts'

const withSign = (operation: number): string => (operation < 0 ? `${operation}` : `+${operation}`)

/** `sum+b=…` or, one time in five, `b+sum=…`. */
function equation(sum: number, operation: number, random: Random): string {
  const result = sum + operation
  if (operation >= 0 && random.percent(20)) return `${operation}+${sum}=${result}.`
  return `${sum}${withSign(operation)}=${result}.`
}

function oneJump(problem: ArithmeticProblem): string[] {
  return [`${problem.start}${problem.operations.map(withSign).join('')}=${problem.gold}.`]
}

function stepByStep(start: number, operations: readonly number[], random: Random): string[] {
  let sum = start
  return operations.map((operation) => {
    const step = equation(sum, operation, random)
    sum += operation
    return step
  })
}

function firstTwoTogether(problem: ArithmeticProblem, random: Random): string[] {
  const [a = 0, b = 0, ...rest] = problem.operations
  const sum = problem.start + a + b
  return [`${problem.start}${withSign(a)}${withSign(b)}=${sum}.`, ...stepByStep(sum, rest, random)]
}

function anyOrder(problem: ArithmeticProblem, random: Random): string[] {
  const order = shuffle(problem.operations, random)
  let sum = problem.start
  const stays = order.every((operation) => {
    sum += operation
    return sum >= 0 && sum <= 99
  })
  return stepByStep(problem.start, stays ? order : problem.operations, random)
}

/** Two neighbouring operations are worked out first: `9-4=5. 37+6=43. 43-5=38.` */
function twoCombinedFirst(problem: ArithmeticProblem, random: Random): string[] {
  const at = random.int(problem.operations.length - 1)
  const a = problem.operations[at] ?? 0
  const b = problem.operations[at + 1] ?? 0
  const [large, small] = Math.abs(a) >= Math.abs(b) ? [Math.abs(a), Math.abs(b)] : [Math.abs(b), Math.abs(a)]
  const combined =
    a * b > 0 ? `${Math.abs(a)}+${Math.abs(b)}=${large + small}.` : `${large}-${small}=${large - small}.`
  const operations = [...problem.operations.slice(0, at), a + b, ...problem.operations.slice(at + 2)]
  return [combined, ...stepByStep(problem.start, operations, random)]
}

/**
 * The equations of a correct solution with two or more operations, in a style drawn at random: 25 % in one jump, 8 % with the
 * first two operations together, the rest by steps (30 % in any order, 30 % two combined first, 40 % in order). The terse
 * styles are where self-improvement has its head-room: docs/model.md.
 */
export function drawArithmeticReasoning(problem: ArithmeticProblem, random: Random): string {
  const style = random.int(100)
  if (style < 25) return oneJump(problem).join(' ')
  if (style < 33) return firstTwoTogether(problem, random).join(' ')
  const order = random.int(100)
  if (order < 30) return anyOrder(problem, random).join(' ')
  if (order < 60) return twoCombinedFirst(problem, random).join(' ')
  return stepByStep(problem.start, problem.operations, random).join(' ')
}
