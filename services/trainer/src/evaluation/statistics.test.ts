import { describe, expect, test } from 'vitest'
import { mcnemarExact } from './mcnemar.ts'
import { changeInterval, comparePaired, countChanges } from './paired-change.ts'
import { wilsonInterval, Z_ONE_SIDED, Z_TWO_SIDED } from './wilson.ts'

describe('the Wilson interval', () => {
  // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i out of %i is as published', (correct, n, lower, upper) => {
    const interval = wilsonInterval(correct, n)
    expect(interval.lower).toBeCloseTo(lower, 4)
    expect(interval.upper).toBeCloseTo(upper, 4)
  })

  test('is the whole range when nothing was asked', () => {
    expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 })
  })

  test('ends at 1 when everything was right', () => {
    expect(wilsonInterval(20, 20).upper).toBe(1)
  })
})

describe('the exact McNemar test', () => {
  test.each([
    // Fagerland, Lydersen and Laake (2014), airway hyper-responsiveness: 1 against 7.
    [1, 7, 0.0703125],
    [0, 0, 1],
    [3, 3, 1],
    [0, 5, 0.0625],
    [10, 0, 2 / 1024],
  ])('of %i gained and %i lost gives p = %f', (gained, lost, p) => {
    expect(mcnemarExact(gained, lost)).toBeCloseTo(p, 10)
  })

  test('does not care which side gained', () => {
    expect(mcnemarExact(31, 12)).toBe(mcnemarExact(12, 31))
  })

  test('stays finite with many changes', () => {
    const p = mcnemarExact(2_600, 2_400)
    expect(p).toBeGreaterThan(0.004)
    expect(p).toBeLessThan(0.006)
  })
})

describe('the paired change', () => {
  test('has the published interval of Bonett and Price', () => {
    // Fagerland, Lydersen and Laake (2014): 1 against 7 of 21 gives -0.508 to -0.013.
    const interval = changeInterval({ gained: 1, lost: 7, n: 21 }, Z_TWO_SIDED)
    expect(interval.lower).toBeCloseTo(-50.8, 1)
    expect(interval.upper).toBeCloseTo(-1.3, 1)
  })

  test('counts ties and unreadable answers as wrong', () => {
    expect(countChanges('CWTUC', 'WCCCC')).toEqual({ gained: 3, lost: 1, n: 5 })
  })

  test('says that nothing changed with an interval around 0', () => {
    const change = comparePaired('CCWW', 'CCWW')
    expect(change).toMatchObject({ points: 0, pValue: 1, gained: 0, lost: 0, n: 4 })
    expect(change.interval.lower).toBeCloseTo(-change.interval.upper, 10)
  })

  test('is narrower one-sided than two-sided', () => {
    const change = { gained: 30, lost: 10, n: 200 }
    const oneSided = changeInterval(change, Z_ONE_SIDED)
    const twoSided = changeInterval(change, Z_TWO_SIDED)
    expect(oneSided.lower).toBeGreaterThan(twoSided.lower)
    expect(oneSided.upper).toBeLessThan(twoSided.upper)
  })

  test('refuses measurements of different questions', () => {
    expect(() => comparePaired('CC', 'CCC')).toThrow('Compare measurements of the same dataset')
  })
})
