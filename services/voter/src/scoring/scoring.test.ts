import { describe, expect, test } from 'vitest'
import { scoreQuestion } from './score-question.ts'
import { summarizeScores } from './summarize-scores.ts'

/** One line per case: method, normal forms of the paths, the letter. The gold answer is `$1,000.00`. */
const QUESTIONS = [
  ['COT', ['1000'], 'C'],
  ['DIRECT', ['1000'], 'C'],
  ['COT', ['999'], 'W'],
  ['COT', [null], 'U'],
  ['COT', [], 'U'],
  ['SELF_CONSISTENCY', ['1000', '1000', '999'], 'C'],
  ['SELF_CONSISTENCY', ['1000', '2', '3', '1000', null, null, null], 'C'],
  ['SELF_CONSISTENCY', ['1000', '999', '999'], 'W'],
  ['SELF_CONSISTENCY', ['1000', '999'], 'T'],
  ['SELF_CONSISTENCY', [null, null], 'U'],
  ['SELF_CONSISTENCY', [], 'U'],
] as const

const score = (method: (typeof QUESTIONS)[number][0], normalForms: readonly (string | null)[]) =>
  scoreQuestion({ method, normalForms, goldAnswer: '$1,000.00', kind: { answerType: 'NUMBER', choices: [] } })

describe('a labelled question', () => {
  test.each(QUESTIONS)('by %s with %j is %s', (method, normalForms, letter) => {
    expect(score(method, normalForms).letter).toBe(letter)
  })

  test('has an agreement only where several paths vote', () => {
    expect(score('COT', ['1000']).agreement).toBeNull()
    expect(score('SELF_CONSISTENCY', ['1000', '1000', null, '1']).agreement).toBe(0.5)
  })

  test('whose gold answer cannot be read as its answer type is never correct', () => {
    const input = { method: 'COT', normalForms: ['5'], goldAnswer: 'unknown' } as const
    expect(scoreQuestion({ ...input, kind: { answerType: 'NUMBER', choices: [] } }).letter).toBe('W')
  })
})

describe('an evaluation', () => {
  test('counts its letters and keeps them in dataset order', () => {
    const scores = (['C', 'W', 'T', 'U', 'C'] as const).map((letter, i) => ({ letter, agreement: i / 4 }))
    expect(summarizeScores(scores)).toEqual({
      n: 5,
      correct: 2,
      ties: 1,
      unparsable: 1,
      meanAgreement: 0.5,
      outcomes: 'CWTUC',
    })
  })

  test('of a method with one path has no mean agreement', () => {
    expect(summarizeScores([{ letter: 'C', agreement: null }]).meanAgreement).toBeNull()
  })
})
