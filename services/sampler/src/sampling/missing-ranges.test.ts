import fc from 'fast-check'
import { expect, test } from 'vitest'
import { missingRanges } from './missing-ranges.ts'

test.each([
  ['nothing stored', [], 5, 8, [{ first: 0, count: 5 }]],
  [
    'a hole in the middle',
    [0, 3],
    5,
    8,
    [
      { first: 1, count: 2 },
      { first: 4, count: 1 },
    ],
  ],
  [
    'calls of two',
    [],
    5,
    2,
    [
      { first: 0, count: 2 },
      { first: 2, count: 2 },
      { first: 4, count: 1 },
    ],
  ],
  ['all stored', [0, 1, 2], 3, 8, []],
])('missingRanges asks for exactly what is missing: %s', (_, stored, total, maxCount, expected) => {
  expect(missingRanges({ stored: new Set(stored), total, maxCount })).toEqual(expected)
})

test('missingRanges covers every missing index once, and never a stored one', () => {
  const anyCase = fc.record({
    stored: fc.uniqueArray(fc.nat(127)),
    total: fc.integer({ min: 1, max: 128 }),
    maxCount: fc.integer({ min: 1, max: 128 }),
  })
  fc.assert(
    fc.property(anyCase, ({ stored, total, maxCount }) => {
      const ranges = missingRanges({ stored: new Set(stored), total, maxCount })
      const asked = ranges.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i))
      const missing = Array.from({ length: total }, (_, i) => i).filter((i) => !stored.includes(i))
      expect(asked).toEqual(missing)
      expect(ranges.every(({ count }) => count <= maxCount)).toBe(true)
    }),
  )
})
