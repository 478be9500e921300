import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonSchema } from '../events/event-schema.ts'
import { compareSchemas } from './compare-schemas.ts'

const toSchema = (data: z.ZodType) => z.toJSONSchema(data, { io: 'input' }) as JsonSchema

const published = {
  id: z.uuid(),
  note: z.string().optional(),
  share: z.number().min(0).max(1),
  state: z.enum(['A', 'B']),
  winner: z.string().nullable(),
  parts: z.array(z.object({ index: z.int(), text: z.string().nullable() })),
}

/** The published event with some fields changed; null removes a field. */
function change(fields: Readonly<Record<string, z.ZodType | null>>): JsonSchema {
  const kept = Object.entries({ ...published, ...fields }).filter((entry) => entry[1] !== null)
  return toSchema(z.object(Object.fromEntries(kept) as Record<string, z.ZodType>))
}

const part = published.parts.element

type Row = readonly [name: string, today: JsonSchema, path: string, message: RegExp]

const breaks: readonly Row[] = [
  ['a removed field', change({ share: null }), 'share', /was removed/],
  ['a removed optional field', change({ note: null }), 'note', /was removed/],
  ['a renamed field', change({ share: null, part: z.number().optional() }), 'share', /was removed/],
  ['a new required field', change({ more: z.string() }), 'more', /required now.*Make it optional/],
  ['an optional field made required', change({ note: z.string() }), 'note', /required now/],
  [
    'a required field made optional',
    change({ share: published.share.optional() }),
    'share',
    /may be missing/,
  ],
  ['a value that may no longer be null', change({ winner: z.string() }), 'winner', /no longer be null/],
  ['a value that may now be null', change({ share: published.share.nullable() }), 'share', /now be null/],
  ['another type', change({ share: z.string() }), 'share', /no longer be number and may now be string/],
  ['a number made an integer', change({ share: z.int().min(0).max(1) }), 'share', /no longer be number/],
  ['a list made a single value', change({ parts: part }), 'parts', /no longer be array/],
  ['a lost enum value', change({ state: z.enum(['A']) }), 'state', /lost the value B/],
  ['a text made an enum', change({ winner: z.enum(['x']).nullable() }), 'winner', /only some values/],
  ['a higher minimum', change({ share: z.number().min(0.5).max(1) }), 'share', /minimum 0 became 0.5/],
  ['a lower maximum', change({ share: z.number().min(0).max(0.5) }), 'share', /maximum 1 became 0.5/],
  ['a new smallest length', change({ winner: z.string().min(1).nullable() }), 'winner', /minLength none/],
  ['a new largest length', change({ winner: z.string().max(9).nullable() }), 'winner', /maxLength none/],
  ['a new pattern', change({ winner: z.string().regex(/^x/).nullable() }), 'winner', /another pattern/],
  ['another format', change({ id: z.email() }), 'id', /another format/],
  ['a keyword nobody thought of', { ...change({}), minProperties: 3 }, '', /another minProperties/],
  [
    'a field lost inside a list',
    change({ parts: z.array(part.omit({ text: true })) }),
    'parts[].text',
    /removed/,
  ],
  [
    'a new required field inside a list',
    change({ parts: z.array(part.extend({ kind: z.string() })) }),
    'parts[].kind',
    /required now/,
  ],
  [
    'an object that knows no further fields',
    { ...change({}), additionalProperties: false },
    '',
    /additionalProperties/,
  ],
]

const additions: readonly Row[] = [
  ['a new optional field', change({ more: z.string().optional() }), 'more', /new optional field/],
  ['a new enum value', change({ state: z.enum(['A', 'B', 'C']) }), 'state', /new value C, which consumers/],
  ['an enum made free', change({ state: z.string() }), 'state', /any value/],
  ['a lower minimum', change({ share: z.number().min(-1).max(1) }), 'share', /wider \(minimum 0 became -1/],
  ['a dropped maximum', change({ share: z.number().min(0) }), 'share', /maximum 1 became none/],
  ['a dropped format', change({ id: z.string() }), 'id', /wider/],
  [
    'a new optional field inside a list',
    change({ parts: z.array(part.extend({ kind: z.string().optional() })) }),
    'parts[].kind',
    /new optional field/,
  ],
]

describe('a break of the contract is', () => {
  test.each(breaks)('%s', (_, today, path, message) => {
    const found = compareSchemas(change({}), today).filter(({ kind }) => kind === 'BREAK')
    expect(found.map((finding) => finding.path)).toContain(path)
    const finding = found.find((one) => one.path === path)
    expect(finding?.message).toMatch(message)
    expect(finding?.message).toMatch(/add a new version of the event beside this one/)
  })
})

describe('allowed, and told, is', () => {
  test.each(additions)('%s', (_, today, path, message) => {
    const found = compareSchemas(change({}), today)
    expect(found.filter(({ kind }) => kind === 'BREAK')).toEqual([])
    expect(found.map((finding) => finding.path)).toContain(path)
    expect(found.find((finding) => finding.path === path)?.message).toMatch(message)
  })
})

test('the same schema, other words in it and another order of its fields are no change', () => {
  expect(compareSchemas(change({}), change({}))).toEqual([])
  const { id, ...others } = published
  const reordered = z.object({ ...others, id: id.describe('Which one.') })
  expect(compareSchemas(change({}), { ...toSchema(reordered), title: 'Another title' })).toEqual([])
})

test('of several alternatives of one type every change is a break, since nobody can tell which one changed', () => {
  const either = (kind: string) => z.union([z.object({ a: z.int() }), z.object({ [kind]: z.int() })])
  const was = change({ share: either('b') })
  expect(compareSchemas(was, was)).toEqual([])
  expect(compareSchemas(was, change({ share: either('c') })).map(({ kind, path }) => [kind, path])).toEqual([
    ['BREAK', 'share'],
  ])
})
