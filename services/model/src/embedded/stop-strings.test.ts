import { expect, test } from 'vitest'
import { findStop, settledLength } from './stop-strings.ts'

test('the earliest of several stop strings counts', () => {
  expect(findStop('abc\nQ: d', ['Q:', '\n'], 0)).toBe(3)
})

test('a stop string that began in checked text is found', () => {
  expect(findStop('ab##', ['##'], 3)).toBe(2)
})

test('a text without one gives -1', () => {
  expect(findStop('abc', ['d'], 0)).toBe(-1)
})

test('text that could still begin a stop string is not settled', () => {
  expect(settledLength('abc#', ['##'])).toBe(3)
  expect(settledLength('abc', [])).toBe(3)
  expect(settledLength('a', ['\n\nQ:'])).toBe(0)
})
