import { expect, test } from 'vitest'
import { readPath } from './read-path.ts'
import { voteQuestion } from './vote-question.ts'

const POLICY = { answerMarker: 'The answer is', minAgreement: null, extractionVersion: 1 }

const read = (texts: readonly string[]) =>
  texts.map((text, index) =>
    readPath({
      path: { pathId: String(index), index, text, finishReason: 'STOP' },
      kind: { answerType: 'NUMBER', choices: [] },
      answerMarker: POLICY.answerMarker,
    }),
  )

test('the winners are kept in index order, and the answer is told as they state it most often', () => {
  const paths = read(['The answer is $5.', 'The answer is 5.0.', 'The answer is 6.', 'The answer is $5.'])
  const { tally, kept, answerText } = voteQuestion(paths.toReversed(), POLICY)
  expect(tally.winner).toBe('5')
  expect(kept.map(({ index }) => index)).toEqual([0, 1, 3])
  expect(answerText).toBe('$5')
})

test('a path with conflicting answers votes by its last one and is told apart', () => {
  const { tally, kept } = voteQuestion(
    read(['The answer is 5. No, the answer is 6.', 'The answer is 6.']),
    POLICY,
  )
  expect(tally).toMatchObject({ winner: '6', winnerCount: 2 })
  expect(kept.map(({ answer }) => answer.state)).toEqual(['CONFLICTING', 'PARSED'])
})

test('without consensus nothing is kept', () => {
  const { kept, answerText } = voteQuestion(read(['The answer is 5.', 'The answer is 6.']), POLICY)
  expect({ kept, answerText }).toEqual({ kept: [], answerText: null })
})
