import { buildSchema, type FieldNode, Kind, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { completeResponse } from './complete-response.ts'
import type { ResponsePath } from './json.ts'

const schema = buildSchema(`
  type Query { a: A b: A! list: [A!] strict: [A!]! loose: [A]! node: Node n: Int }
  interface Node { id: ID! }
  type A implements Node { id: ID! x: Int y: Int! next: A! flag: Boolean colour: Colour ids: [ID!] }
  enum Colour { RED }
`)

function complete(query: string, data: Record<string, unknown>, covered: ResponsePath[] = []) {
  const [operation] = parse(query).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
  const result = completeResponse({
    schema,
    operation,
    fragments: new Map(),
    dataKey: (field: FieldNode) => field.name.value,
    variables: {},
    data,
    errors: covered.map((path) => ({ message: '', code: '', path, covers: [path] })),
  })
  return { data: result.data, errors: result.errors.map(({ path }) => path?.join('.')) }
}

describe('nulls', () => {
  test.each([
    ['{ a { y } }', { a: { y: null } }, { a: null }, ['a.y']],
    ['{ a { next { next { y } } } }', { a: { next: { next: {} } } }, { a: null }, ['a.next.next.y']],
    ['{ b { y } }', { b: { y: null } }, null, ['b.y']],
    ['{ b { y } }', {}, null, ['b']],
    ['{ list { y } }', { list: [{ y: 1 }, { y: null }] }, { list: null }, ['list.1.y']],
    ['{ list { y } n }', { list: [null], n: 1 }, { list: null, n: 1 }, ['list.0']],
    ['{ strict { y } }', { strict: [{ y: 1 }, null] }, null, ['strict.1']],
    ['{ strict { y } }', { strict: [] }, { strict: [] }, []],
    [
      '{ loose { y } }',
      { loose: [{ y: 1 }, { y: null }, null] },
      { loose: [{ y: 1 }, null, null] },
      ['loose.1.y'],
    ],
    ['{ a { x } }', { a: {} }, { a: { x: null } }, []],
  ])('%s of %j', (query, given, data, errors) => {
    expect(complete(query, given)).toEqual({ data, errors })
  })

  test('that an error explains get none of their own', () => {
    const given = { list: [{}, {}] }
    expect(complete('{ list { y } }', given, [['list']])).toEqual({ data: { list: null }, errors: [] })
    expect(complete('{ list { y } }', given, [['list', 0, 'y', 'deeper']])).toEqual({
      data: { list: null },
      errors: [],
    })
    expect(complete('{ list { y } }', given, [['list', 1]]).errors).toEqual(['list.0.y'])
  })
})

describe('values of another type are null and an error', () => {
  test.each([
    ['{ n }', { n: 'x' }, { n: null }],
    ['{ n }', { n: 2 ** 40 }, { n: null }],
    ['{ a { colour } }', { a: { colour: 'GREEN' } }, { a: { colour: null } }],
    ['{ a { flag } }', { a: { flag: 'yes' } }, { a: { flag: null } }],
    ['{ a { ids } }', { a: { ids: 'x' } }, { a: { ids: null } }],
    ['{ a { ids } }', { a: { ids: [{}] } }, { a: { ids: null } }],
    ['{ a { x } }', { a: [] }, { a: null }],
    ['{ node { id } }', { node: { __typename: 'Query', id: 1 } }, { node: null }],
    ['{ node { id } }', { node: { __typename: 'Nobody', id: 1 } }, { node: null }],
  ])('%s of %j', (query, given, data) => {
    const result = complete(query, given)
    expect(result.data).toEqual(data)
    expect(result.errors).toHaveLength(1)
  })
})

test('an interface whose type nobody asked for is completed by its own fields', () => {
  expect(complete('{ node { id ... on A { x } } }', { node: { id: 1, x: 2 } }).data).toEqual({
    node: { id: '1' },
  })
})

test('fields come in the order of the client, not of the data', () => {
  const { data } = complete('{ n a { y x } }', { a: { x: 1, y: 2 }, n: 3 })
  expect(JSON.stringify(data)).toBe('{"n":3,"a":{"y":2,"x":1}}')
})

test('names of object methods are no data', () => {
  expect(complete('{ constructor: n }', {}).data).toEqual(
    Object.assign(Object.create(null), { constructor: null }),
  )
})
