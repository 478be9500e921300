import { expect, test } from 'vitest'
import { encodeBytes, encodeScalars, encodeTexts } from './encode-array.ts'

/** Reads the binary format back as Postgres's array_recv does. */
function decode(buffer: Buffer): { oid: number; hasNulls: boolean; texts: (string | null)[] } {
  expect(buffer.readInt32BE(0)).toBe(1)
  expect(buffer.readInt32BE(16)).toBe(1)
  const texts: (string | null)[] = []
  let offset = 20
  for (let i = 0; i < buffer.readInt32BE(12); i++) {
    const length = buffer.readInt32BE(offset)
    offset += 4
    texts.push(length < 0 ? null : buffer.toString('utf8', offset, offset + length))
    offset += Math.max(0, length)
  }
  expect(offset).toBe(buffer.length)
  return { oid: buffer.readInt32BE(8), hasNulls: buffer.readInt32BE(4) === 1, texts }
}

test('texts stand in the buffer as they are: quotes, backslashes, braces, long characters, empty ones and nulls', () => {
  const texts = ['"quoted"', 'C:\\new', '{a,b}', 'NULL', 'é 漢字 🎉', '', null, 'x'.repeat(10_000)]
  expect(decode(encodeTexts(texts))).toEqual({ oid: 25, hasNulls: true, texts })
})

test('an array of json says that it is one', () => {
  expect(decode(encodeTexts(['{"a":1}'], 'json'))).toEqual({ oid: 114, hasNulls: false, texts: ['{"a":1}'] })
})

test('bytes stand in the buffer as they are', () => {
  const array = encodeBytes([Buffer.from('a\\b'), Buffer.alloc(0), Buffer.from('c')])
  expect(decode(array)).toEqual({ oid: 17, hasNulls: false, texts: ['a\\b', '', 'c'] })
})

test('an empty array has no elements', () => {
  expect(decode(encodeTexts([])).texts).toEqual([])
  expect(encodeScalars([])).toBe('{}')
})

test('scalars become an array literal, null being NULL', () => {
  expect(encodeScalars([1, null, -0.5])).toBe('{1,NULL,-0.5}')
})
