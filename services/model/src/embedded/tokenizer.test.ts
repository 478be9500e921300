import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode, TOKEN_TEXTS, USED_VOCABULARY } from './tokenizer.ts'

const tokensOf = (text: string): string[] => encode(text).map((id) => TOKEN_TEXTS[id] ?? '')

test('printable ASCII and line feeds come back unchanged', () => {
  const character = fc.constantFrom(
    '\n',
    ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)),
  )
  fc.assert(
    fc.property(fc.string({ unit: character }), (text) => {
      expect(decode(encode(text))).toBe(text)
    }),
  )
})

test('every token has a text of its own and the vocabulary fits the model', () => {
  expect(new Set(TOKEN_TEXTS.slice(3)).size).toBe(TOKEN_TEXTS.length - 3)
  expect(USED_VOCABULARY).toBeLessThanOrEqual(240)
})

test('a word piece never ends inside a longer word', () => {
  expect(tokensOf(' book books bookshop')).toEqual([...' book'.split(''), ' books', ...' bookshop'.split('')])
})

test('digits are single tokens', () => {
  expect(tokensOf('37+6=43.')).toEqual(['3', '7', '+', '6', '=', '4', '3', '.'])
})

test('the longest piece wins', () => {
  expect(tokensOf('.\n\nQ: Tom')).toEqual(['.', '\n\nQ:', ' Tom'])
})

test('what is not ASCII becomes one question mark a character', () => {
  expect(decode(encode('é🙂\t'))).toBe('???')
})
