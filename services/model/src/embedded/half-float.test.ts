import { expect, test } from 'vitest'
import { fromHalfBits, toHalfBits } from './half-float.ts'

test.each([
  [0, 0x0000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65_504, 0x7bff],
  [2 ** -24, 0x0001],
  [2 ** -14, 0x0400],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [1e6, 0x7c00],
])('%d is %d as a 16-bit float, ties to even', (value, bits) => {
  expect(toHalfBits(value)).toBe(bits)
})

test('every finite 16-bit float comes back from its number', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    if ((bits & 0x7c00) === 0x7c00 || bits === 0x8000) continue
    expect(toHalfBits(fromHalfBits(bits))).toBe(bits)
  }
})
