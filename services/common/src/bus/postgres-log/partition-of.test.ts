import { expect, test } from 'vitest'
import { murmur2, partitionOf } from './partition-of.ts'

// The vectors of Kafka's own UtilsTest.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as Java Kafka does', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash)
})

test('keeps every key inside the partitions', () => {
  const seen = new Set(Array.from({ length: 500 }, (_, index) => partitionOf(`key ${index}`, 12)))
  expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})
