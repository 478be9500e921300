import type { EventPath } from '@chorus/schema/events/parts.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitPathEvents } from './split-path-events.ts'

const LIMIT = { questionBytes: 1_000, maxEventBytes: 64 * 1024, maxTextBytes: 32 * 1024 }

const toPath = (text: string, index: number): EventPath => ({
  pathId: '018f0000-0000-7000-8000-000000000000',
  index,
  text,
  finishReason: 'STOP',
})

test('paths that fit travel in one event', () => {
  const paths = ['a', 'b'].map(toPath)
  expect(splitPathEvents({ ...LIMIT, paths })).toEqual([paths])
})

test('a question without paths has one empty event, so that its round can close', () => {
  expect(splitPathEvents({ ...LIMIT, paths: [] })).toEqual([[]])
})

test('a text above the limit travels as null, and its neighbours as they are', () => {
  const paths = ['a', 'é'.repeat(17_000), 'c'].map(toPath)
  const travelled = splitPathEvents({ ...LIMIT, paths }).flat()
  expect(travelled.map((path) => path.text)).toEqual(['a', null, 'c'])
})

test('no event exceeds the limit, and every path travels once, in index order', () => {
  const anyText = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc
      .integer({ min: 0, max: 40_000 })
      .chain((n) => fc.constantFrom('x', '"', '\u0001', '漢').map((c) => c.repeat(n))),
  )
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 20 }), (texts) => {
      const events = splitPathEvents({
        ...LIMIT,
        paths: texts.map((text, i) => toPath(text.toWellFormed(), i)),
      })
      expect(events.flat().map((path) => path.index)).toEqual(texts.map((_, i) => i))
      for (const event of events) {
        const bytes = Buffer.byteLength(JSON.stringify(event)) + LIMIT.questionBytes
        expect(bytes).toBeLessThanOrEqual(LIMIT.maxEventBytes)
      }
    }),
  )
})
