import { describe, expect, test } from 'vitest'
import { canMoveIteration, ITERATION_STATUSES, isIterationOver, moveIteration } from './iteration-machine.ts'
import { canMoveRun, hasEnded, moveRun, RUN_STATUSES } from './run-machine.ts'

const legalRunMoves = new Set([
  'QUEUED→RUNNING',
  'QUEUED→PAUSED',
  'QUEUED→CANCELLING',
  'QUEUED→FAILED',
  'RUNNING→PAUSED',
  'RUNNING→CANCELLING',
  'RUNNING→COMPLETED',
  'RUNNING→FAILED',
  'PAUSED→RUNNING',
  'PAUSED→QUEUED',
  'PAUSED→CANCELLING',
  'PAUSED→COMPLETED',
  'PAUSED→FAILED',
  'CANCELLING→CANCELLED',
])

const legalIterationMoves = new Set([
  'SAMPLING→VOTING',
  'VOTING→TRAINING',
  'VOTING→MEASURED',
  'TRAINING→EVALUATING',
  'TRAINING→REJECTED',
  'EVALUATING→AWAITING_APPROVAL',
  'EVALUATING→PROMOTED',
  'EVALUATING→REJECTED',
  'EVALUATING→MEASURED',
  'AWAITING_APPROVAL→PROMOTED',
  'AWAITING_APPROVAL→REJECTED',
  ...['SAMPLING', 'VOTING', 'TRAINING', 'EVALUATING', 'AWAITING_APPROVAL'].flatMap((from) => [
    `${from}→FAILED`,
    `${from}→CANCELLED`,
  ]),
])

describe('a run', () => {
  for (const from of RUN_STATUSES) {
    for (const to of RUN_STATUSES) {
      const isLegal = legalRunMoves.has(`${from}→${to}`)
      test(`${isLegal ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(canMoveRun(from, to)).toBe(isLegal)
        if (isLegal) expect(moveRun(from, to)).toBe(to)
        else expect(() => moveRun(from, to)).toThrow(`found one that is ${from}`)
      })
    }
  }

  test('has ended in three states', () => {
    expect(RUN_STATUSES.filter(hasEnded)).toEqual(['COMPLETED', 'FAILED', 'CANCELLED'])
  })
})

describe('an iteration', () => {
  for (const from of ITERATION_STATUSES) {
    for (const to of ITERATION_STATUSES) {
      const isLegal = legalIterationMoves.has(`${from}→${to}`)
      test(`${isLegal ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(canMoveIteration(from, to)).toBe(isLegal)
        if (isLegal) expect(moveIteration(from, to)).toBe(to)
        else expect(() => moveIteration(from, to)).toThrow(`found one that is ${from}`)
      })
    }
  }

  test('is over in five states', () => {
    expect(ITERATION_STATUSES.filter(isIterationOver)).toEqual([
      'PROMOTED',
      'REJECTED',
      'FAILED',
      'MEASURED',
      'CANCELLED',
    ])
  })
})
