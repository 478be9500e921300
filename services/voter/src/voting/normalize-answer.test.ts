import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeAnswer } from './normalize-answer.ts'
import { normalizeText } from './normalize-text.ts'

/** One line per case: what stands behind the marker, and its normal form. */
const NUMBERS: readonly (readonly [string, string | null])[] = [
  ['29', '29'],
  ['29.00', '29'],
  ['007', '7'],
  ['0', '0'],
  ['-0', '0'],
  ['-0.00', '0'],
  ['+5', '5'],
  ['-5', '-5'],
  ['−5', '-5'],
  ['–5', '-5'],
  ['.5', '0.5'],
  ['-.5', '-0.5'],
  ['3.10', '3.1'],
  ['5 apples', '5'],
  ['29 dollars', '29'],
  ['50%', '50'],
  ['50 \\%', '50'],
  ['$29', '29'],
  ['\\$29', '29'],
  ['-$29', '-29'],
  ['$-29', '-29'],
  ['€ 29,00', '29'],
  ['US$1,234.50', '1234.5'],
  ['£1.234,50', '1234.5'],
  ['1,234', '1234'],
  ['12,34', '12.34'],
  ['0,5', '0.5'],
  ['0,500', '0.5'],
  ['1,234,567', '1234567'],
  ['1.234.567', '1234567'],
  ['12,34,567', '1234567'],
  ['1 234 567', '1234567'],
  ['1\u202f234', '1234'],
  ["1'234", '1234'],
  ['1_000', '1000'],
  ['1{,}234', '1234'],
  ['1,2,3', null],
  ['1.2.3', null],
  [',', null],
  [', apples', null],
  ['', null],
  ['unknown', null],
  ['not 5', null],
  ['3/4', '0.75'],
  ['1/3', '1/3'],
  ['-2/6', '-1/3'],
  ['2 1/2 cups', '2.5'],
  ['\\frac{1}{4}', '0.25'],
  ['5/0', null],
  ['12/25/2020', null],
  ['5 million', '5000000'],
  ['1.5 Thousand people', '1500'],
  ['1e3', '1000'],
  ['2.5E-3', '0.0025'],
  ['3 × 10^4', '30000'],
  ['3 x 10⁴', '30000'],
  ['1e999999', null],
  ['10²', null],
  ['5 m²', '5'],
  ['5 + 3', null],
  ['5-10 years', null],
  ['5:30', null],
  ['5 + 3 = 8', '8'],
  ['x = 7 apples', '7'],
  ['5 = five', '5'],
  ['approximately 5', '5'],
  ['covid-19', '19'],
  ['**42**', '42'],
  ['$\\boxed{42}$', '42'],
  ['٤٢', '42'],
  ['４２', '42'],
  ['𝟒𝟐', '42'],
  ['४२', '42'],
  ['4\u200b2', '42'],
  ['٣٫٥', '3.5'],
  ['9007199254740993', '9007199254740993'],
  [`1${'0'.repeat(300)}.5`, `1${'0'.repeat(300)}.5`],
  [`0.${'0'.repeat(300)}1`, `0.${'0'.repeat(300)}1`],
]

const CITIES = ['Rome', 'Paris', 'New York', 'York']

const CHOICES: readonly (readonly [string, string | null])[] = [
  ['B', 'B'],
  ['b', 'B'],
  ['(B)', 'B'],
  ['(b)', 'B'],
  ['B)', 'B'],
  ['B.', 'B'],
  ['B: Paris', 'B'],
  ['B Paris', 'B'],
  ['(B) Paris', 'B'],
  ['**(B)**', 'B'],
  ['\\boxed{B}', 'B'],
  ['option B', 'B'],
  ['choice (B)', 'B'],
  ['Paris', 'B'],
  ['the city Paris', 'B'],
  ['PARIS, of course', 'B'],
  ['most likely (B)', 'B'],
  ['York', 'D'],
  ['New York', 'C'],
  ['A city', null],
  ['Z', null],
  ['(E)', null],
  ['Rome or Paris', null],
  ['(A) or (B)', null],
  ['A, B', null],
  ['(B), since (A) is wrong', 'B'],
  ['not (B)', null],
  ['Berlin', null],
  ['', null],
]

const BOOLEANS: readonly (readonly [string, string | null])[] = [
  ['yes', 'yes'],
  ['Yes, it is', 'yes'],
  ['TRUE', 'yes'],
  ['no', 'no'],
  ['False', 'no'],
  ['**No**', 'no'],
  ['clearly yes', 'yes'],
  ['yes or no', 'yes'],
  ['either yes or no', null],
  ['not true', null],
  ['maybe', null],
  ['nothing', null],
]

const TEXTS: readonly (readonly [string, string | null])[] = [
  ['The Eiffel Tower', 'eiffel tower'],
  ['  eiffel\ttower! ', 'eiffel tower'],
  ['"Eiffel Tower"', 'eiffel tower'],
  ['ＥＩＦＦＥＬ Tower', 'eiffel tower'],
  ['U.S.', 'us'],
  ["it's", 'its'],
  ['café', 'café'],
  ['cafe\u0301', 'café'],
  ['C++', 'c++'],
  ['3.5 km', '3.5 km'],
  ['35 km', '35 km'],
  ['-5', '-5'],
  ['well-known', 'well known'],
  ['the', 'the'],
  ['Pa\u00adris', 'paris'],
  ['\u202eParis', 'paris'],
  ['...', null],
  ['\ud800', null],
]

describe('a NUMBER', () => {
  test.each(NUMBERS)('%j reads as %j', (text, expected) => {
    expect(normalizeAnswer(text, { answerType: 'NUMBER', choices: [] })).toBe(expected)
  })

  test('keeps every digit of any decimal, however it is grouped', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), groups, (first, rest) => {
        const digits = [String(first), ...rest.map((group) => String(group).padStart(3, '0'))]
        const grouped = normalizeAnswer(digits.join(','), { answerType: 'NUMBER', choices: [] })
        expect(grouped).toBe(digits.join(''))
      }),
    )
  })

  test('has itself as its normal form', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(30), (digits, places) => {
        const written = `${digits}e-${places}`
        const normalForm = normalizeAnswer(written, { answerType: 'NUMBER', choices: [] }) ?? ''
        expect(normalizeAnswer(normalForm, { answerType: 'NUMBER', choices: [] })).toBe(normalForm)
      }),
    )
  })
})

describe('a CHOICE', () => {
  test.each(CHOICES)('%j reads as %j', (text, expected) => {
    expect(normalizeAnswer(text, { answerType: 'CHOICE', choices: CITIES })).toBe(expected)
  })
})

describe('a BOOLEAN', () => {
  test.each(BOOLEANS)('%j reads as %j', (text, expected) => {
    expect(normalizeAnswer(text, { answerType: 'BOOLEAN', choices: [] })).toBe(expected)
  })
})

describe('a TEXT', () => {
  test.each(TEXTS)('%j reads as %j', (text, expected) => {
    expect(normalizeAnswer(text, { answerType: 'TEXT', choices: [] })).toBe(expected)
  })

  test('has itself as its normal form, whatever Unicode it is made of', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const normalForm = normalizeText(text)
        if (normalForm !== null) expect(normalizeText(normalForm)).toBe(normalForm)
      }),
      { numRuns: 300 },
    )
  })
})
