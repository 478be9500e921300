import { type FamilyQuestion, NAMES } from './question.ts'
import { type Random, shuffle } from './random.ts'

/** A coin that some people flip and others don't; who flips, in order. */
export type CoinProblem = FamilyQuestion & {
  readonly turns: readonly { readonly name: string; readonly flips: boolean }[]
}

/** Draws a coin question with `people` people, 1…8. */
export function drawCoin(people: number, random: Random): CoinProblem {
  const names = shuffle(NAMES, random).slice(0, people)
  const turns = names.map(({ name }) => ({ name, flips: random.int(2) === 1 }))
  const sentences = turns.map(({ name, flips }) =>
    flips ? `${name} flips it.` : `${name} does not flip it.`,
  )
  const text = ['A coin is heads up.', ...sentences, 'Is it still heads up?'].join(' ')
  const gold = turns.filter((turn) => turn.flips).length % 2 === 0 ? 'yes' : 'no'
  return { family: 'coin', text, answerType: 'BOOLEAN', gold, steps: people, turns }
}

/** A correct solution: 40 % turn by turn, 35 % by counting the flips, 25 % the last side alone. */
export function drawCoinReasoning(problem: CoinProblem, random: Random): string {
  const style = random.int(100)
  const last = problem.gold === 'yes' ? 'heads' : 'tails'
  if (style < 25) return `It is ${last} up.`
  const flippers = problem.turns.filter((turn) => turn.flips).map((turn) => turn.name)
  if (style < 60) {
    const list = flippers.length === 0 ? ['0'] : flippers
    return `Flips: ${list.join(', ')}. That is ${flippers.length}. It is ${last} up.`
  }
  let heads = true
  const sides = problem.turns.map(({ name, flips }) => {
    if (flips) heads = !heads
    return `${name} ${flips ? 'flips' : 'does not flip'}: ${heads ? 'heads' : 'tails'}.`
  })
  return sides.join(' ')
}
