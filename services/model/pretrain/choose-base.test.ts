import { expect, test } from 'vitest'
import figures from '../checkpoints/chorus-tiny-1.json' with { type: 'json' }
import { chooseBase, isInRange, RULE, type SeedFigures } from './choose-base.ts'

const candidates: SeedFigures[] = figures.candidates

test('the rule of the code takes the committed base from the committed figures', () => {
  expect(figures.rule).toBe(RULE)
  expect(chooseBase(candidates)?.seed).toBe(figures.chosenSeed)
})

test('a base without head-room, or that writes no questions, is out of range', () => {
  const [base] = candidates
    .filter((candidate) => isInRange(candidate.base))
    .map((candidate) => candidate.base)
  if (base === undefined) return expect.unreachable('no committed base is in range')
  expect(isInRange({ ...base, writtenQuestionsWellFormed: 59 })).toBe(false)
  expect(isInRange({ ...base, threeSteps: { ...base.threeSteps, majority32: 76 } })).toBe(false)
})

test('a base is not taken when one of its loop seeds gains less than 20 points', () => {
  const weak = candidates.map((candidate) => ({
    ...candidate,
    probes: candidate.probes.map((climb, i) =>
      i === 0 ? climb.map((after) => ({ ...after, greedyCot: 70 })) : climb,
    ),
  }))
  expect(chooseBase(weak)).toBeNull()
})
