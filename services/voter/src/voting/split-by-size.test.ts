import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitBySize } from './split-by-size.ts'

const roomBytes = 40
const split = (items: readonly string[]) => splitBySize({ items, roomBytes, shrink: () => '' })

test('parts hold all items in order, none is empty, and each fits its room with its commas', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 })), (items) => {
      const fitting = items.filter((item) => Buffer.byteLength(JSON.stringify(item)) < roomBytes)
      const parts = split(fitting)
      expect(parts.flat()).toEqual(fitting)
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0)
        expect(Buffer.byteLength(JSON.stringify(part)) - '[]'.length).toBeLessThan(roomBytes)
      }
    }),
  )
})

test('an item that alone is larger than the room is made smaller', () => {
  expect(split(['a', 'x'.repeat(50), 'b'])).toEqual([['a', '', 'b']])
})
