import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageOf } from './page.ts'

const items = (count: number) => Array.from({ length: count }, (_, number) => ({ id: `id-${number}` }))
const page = (count: number, query: Record<string, string>) =>
  pageOf({ items: items(count), query: new URLSearchParams(query), defaultLimit: 20, maxLimit: 100 })

test('following the cursor shows every item once, in order, whatever the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 100 }), (count, limit) => {
      const seen: string[] = []
      let after: string | null = null
      for (let more = true; more; ) {
        const current = page(count, { limit: String(limit), ...(after === null ? {} : { after }) })
        seen.push(...current.data.map(({ id }) => id))
        after = current.last_id
        more = current.has_more
      }
      expect(seen).toEqual(items(count).map(({ id }) => id))
    }),
  )
})

test('an empty list is a page without a next one', () => {
  expect(page(0, {})).toEqual({ object: 'list', data: [], first_id: null, last_id: null, has_more: false })
})

test.each([
  [{ limit: '0' }, 'limit'],
  [{ limit: '101' }, 'limit'],
  [{ limit: 'many' }, 'limit'],
  [{ limit: '1.5' }, 'limit'],
  [{ after: 'id-9' }, 'after'],
])('refuses %o', (query, param) => {
  expect(() => page(3, query)).toThrow(expect.objectContaining({ status: 400, param }))
})
