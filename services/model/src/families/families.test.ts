import { expect, test } from 'vitest'
import { type ArithmeticProblem, drawArithmetic } from './arithmetic.ts'
import { drawArithmeticReasoning } from './arithmetic-solution.ts'
import { drawCoin, drawCoinReasoning } from './coin.ts'
import { familyOf } from './parse-question.ts'
import { createRandom } from './random.ts'

/** Works out `a+b-c` left to right. */
function evaluate(expression: string): number {
  return [...expression.matchAll(/[+-]?\d+/g)].reduce((sum, [term]) => sum + Number(term), 0)
}

const problems: ArithmeticProblem[] = [2, 3, 4].flatMap((steps) => {
  const random = createRandom(steps)
  return Array.from({ length: 300 }, () => drawArithmetic(steps, random))
})

test('an arithmetic question reads as people write it', () => {
  expect(drawArithmetic(3, createRandom(5)).text).toMatch(
    /^\w+ has \d+ \w+\. (He|She) .+\. Then (he|she) .+\. Then (he|she) .+\. How many \w+ does (he|she) have now\?$/,
  )
})

test('every partial sum of an arithmetic question lies in 0…99', () => {
  for (const { start, operations } of problems) {
    let sum = start
    for (const operation of operations) {
      sum += operation
      expect(sum).toBeGreaterThanOrEqual(0)
      expect(sum).toBeLessThanOrEqual(99)
    }
  }
})

test('every equation of a drawn solution is true and the last one gives the gold answer', () => {
  const random = createRandom(9)
  for (const problem of problems) {
    const reasoning = drawArithmeticReasoning(problem, random)
    const equations = reasoning.split('. ').map((equation) => equation.replace('.', '').split('='))
    for (const [left = '', right] of equations) expect(`${evaluate(left)}`, reasoning).toBe(right)
    expect(equations.at(-1)?.[1]).toBe(problem.gold)
  }
})

test('solutions mix terse and step-by-step styles', () => {
  const random = createRandom(10)
  const threeSteps = problems.filter(({ steps }) => steps === 3)
  const equations = threeSteps.map((problem) => drawArithmeticReasoning(problem, random).split('. ').length)
  const share = (count: number): number => equations.filter((n) => n === count).length / equations.length
  expect(share(1)).toBeGreaterThan(0.18)
  expect(share(1)).toBeLessThan(0.33)
  expect(share(3)).toBeGreaterThan(0.5)
})

test('a coin question is answered by the parity of its flips', () => {
  const random = createRandom(3)
  for (let i = 0; i < 200; i++) {
    const problem = drawCoin(4 + (i % 2), random)
    const flips = problem.text.match(/ flips it\./g)?.length ?? 0
    expect(problem.gold).toBe(flips % 2 === 0 ? 'yes' : 'no')
    expect(drawCoinReasoning(problem, random)).toMatch(
      problem.gold === 'yes' ? /heads( up)?\.$/ : /tails( up)?\.$/,
    )
  }
})

test('every drawn question parses as one of its family', () => {
  const random = createRandom(4)
  for (const { text } of problems) expect(familyOf(text)).toBe('arithmetic')
  for (let i = 0; i < 50; i++) expect(familyOf(drawCoin(5, random).text)).toBe('coin')
})

test.each([
  ['another pronoun', 'Tom has 5 pens. She buys 2 more. How many pens does he have now?'],
  ['other things asked for', 'Tom has 5 pens. He buys 2 more. How many eggs does he have now?'],
  ['no change', 'Tom has 5 pens. How many pens does he have now?'],
  ['half a coin', 'A coin is heads up. Ann flips it.'],
])('a malformed question is of no family: %s', (_, text) => {
  expect(familyOf(text)).toBeNull()
})
