import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

test('expects the rest to take as long as the steps so far', () => {
  let nowMs = 1_000
  const progress = createProgress(() => nowMs)
  expect(progress.estimatedFinishMs()).toBeNull()
  nowMs = 3_000
  progress.record({ step: 4, totalSteps: 10, loss: 1, tokenAccuracy: 0 })
  nowMs = 3_400
  expect(progress.estimatedFinishMs()).toBe(6_000)
})
