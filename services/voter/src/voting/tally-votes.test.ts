import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tallyVotes } from './tally-votes.ts'

const NO_THRESHOLD = { minAgreement: null }
const answers = fc.array(fc.option(fc.constantFrom('1', '2', '3', '4')), { maxLength: 40 })
const threshold = fc.option(fc.double({ min: 0, max: 1, noNaN: true }))

describe('a vote', () => {
  test('is won by the largest class, whose share counts unparsable paths', () => {
    expect(tallyVotes(['5', '6', '5', null], NO_THRESHOLD)).toEqual({
      outcome: 'CONSENSUS',
      winner: '5',
      winnerCount: 2,
      pathCount: 4,
      unparsableCount: 1,
      agreement: 0.5,
      classes: [
        { answer: '5', count: 2 },
        { answer: '6', count: 1 },
      ],
    })
  })

  test('with two classes in the first place has no winner', () => {
    expect(tallyVotes(['5', '6'], NO_THRESHOLD)).toMatchObject({ outcome: 'NO_CONSENSUS', winner: null })
  })

  test('needs the agreement that the policy asks for, and no more', () => {
    const seven = ['5', '5', '5', '5', '5', '5', '5', '1', '2', '3']
    expect(tallyVotes(seven, { minAgreement: 0.7 }).outcome).toBe('CONSENSUS')
    expect(tallyVotes(seven, { minAgreement: 0.71 }).outcome).toBe('NO_CONSENSUS')
  })

  test('without a readable answer, or without paths, is UNPARSABLE', () => {
    expect(tallyVotes([null, null], NO_THRESHOLD)).toMatchObject({ outcome: 'UNPARSABLE', agreement: 0 })
    expect(tallyVotes([], NO_THRESHOLD)).toMatchObject({ outcome: 'UNPARSABLE', pathCount: 0, agreement: 0 })
  })

  test('lists equal classes by their answer in code units', () => {
    const { classes } = tallyVotes(['b', 'a', 'B'], NO_THRESHOLD)
    expect(classes.map(({ answer }) => answer)).toEqual(['B', 'a', 'b'])
  })

  test('does not depend on the order of the paths', () => {
    const shuffled = answers.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, threshold, ([list, other], minAgreement) => {
        expect(tallyVotes(other, { minAgreement })).toEqual(tallyVotes(list, { minAgreement }))
      }),
    )
  })

  test('has counts that add up, and a winner only with the largest class alone in front', () => {
    fc.assert(
      fc.property(answers, threshold, (list, minAgreement) => {
        const tally = tallyVotes(list, { minAgreement })
        const counts = tally.classes.map(({ count }) => count)
        expect(counts.reduce((a, b) => a + b, 0) + tally.unparsableCount).toBe(list.length)
        expect(tally.winnerCount).toBe(Math.max(0, ...counts))
        expect(counts).toEqual(counts.toSorted((a, b) => b - a))
        const inFront = counts.filter((count) => count === tally.winnerCount)
        const hasWinner = inFront.length === 1 && tally.winnerCount / list.length >= (minAgreement ?? 0)
        expect(tally.winner).toBe(hasWinner ? tally.classes[0]?.answer : null)
        expect(tally.outcome === 'CONSENSUS').toBe(hasWinner)
      }),
    )
  })
})
