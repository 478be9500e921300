import { expect, test } from 'vitest'
import { hashVotePolicy } from './vote-policy.ts'

test('policies have the same hash exactly when all their rules are the same', () => {
  const policy = { answerMarker: 'The answer is', minAgreement: null, extractionVersion: 1 }
  expect(hashVotePolicy(policy)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashVotePolicy({ ...policy })).toBe(hashVotePolicy(policy))
  for (const other of [{ answerMarker: '####' }, { minAgreement: 0 }, { extractionVersion: 2 }]) {
    expect(hashVotePolicy({ ...policy, ...other })).not.toBe(hashVotePolicy(policy))
  }
})
