import type { RequiresSelection } from '@graphql-hive/router-query-planner'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { collectTargets } from './collect-targets.ts'
import { mergeData } from './merge-data.ts'
import { projectRequires } from './project-requires.ts'
import { applyRewrites } from './rewrites.ts'
import { createTypeRelations } from './type-relations.ts'

const types = createTypeRelations(
  buildSchema(
    'type Query { m: Media } interface Media { id: ID } type Book implements Media { id: ID } type Film implements Media { id: ID }',
  ),
)
const field = (name: string) => ({ kind: 'Field', name }) as const
const on = (typeCondition: string, ...names: string[]) =>
  ({ kind: 'InlineFragment', typeCondition, selections: ['__typename', ...names].map(field) }) as const

describe('representations', () => {
  test.each([
    [
      { __typename: 'Book', id: '1', other: 2 },
      { __typename: 'Book', id: '1' },
    ],
    [{ __typename: 'Film', id: '1' }, undefined],
    [{ id: '1' }, { __typename: 'Book', id: '1' }],
    [{ __typename: 'Book' }, undefined],
    [
      { __typename: 'Book', id: null },
      { __typename: 'Book', id: null },
    ],
  ])('of %j for Book is %j', (object, expected) => {
    expect(projectRequires(object, [on('Book', 'id')], types)).toEqual(expected)
  })

  test('take a field from where the planner put it', () => {
    const aliased = { kind: 'Field', name: '_internal_qp_alias_0', alias: 'tokens' } as const
    const object = { __typename: 'Book', tokens: 'of the client', _internal_qp_alias_0: 5 }
    expect(projectRequires(object, [field('__typename'), aliased], types)).toEqual({
      __typename: 'Book',
      tokens: 5,
    })
  })

  test('hold nested values, lists and nulls; a missing one leaves none', () => {
    const nested = { kind: 'Field', name: 'm', selections: [field('a')] } satisfies RequiresSelection
    const selections: RequiresSelection[] = [field('__typename'), nested]
    const requires: RequiresSelection[] = [{ kind: 'InlineFragment', typeCondition: 'Media', selections }]
    const project = (m: unknown) => projectRequires({ __typename: 'Book', m }, requires, types)?.m
    expect(project([{ a: 1, b: 2 }, null])).toEqual([{ a: 1 }, null])
    expect(project(null)).toBeNull()
    expect(project([{ b: 2 }])).toBeUndefined()
  })
})

test('a path leads through lists, nulls and type conditions', () => {
  const data = {
    a: [{ __typename: 'Book', b: [[{ n: 1 }], null] }, { __typename: 'Film', b: [[{ n: 2 }]] }, null],
  }
  const path = [{ Field: 'a' }, '@', { TypeCondition: ['Book'] }, { Field: 'b' }, '@', '@'] as const
  expect(collectTargets(data, [...path] as never, types)).toEqual([
    { value: { n: 1 }, path: ['a', 0, 'b', 0, 0] },
  ])
})

describe('rewrites', () => {
  test('set values and rename keys of the types they name', () => {
    const data = [
      { __typename: 'Book', k: 1 },
      { __typename: 'Film', k: 2 },
    ]
    const rename = { KeyRenamer: { path: [{ TypenameEquals: ['Film'] }, { Key: 'k' }], renameKeyTo: 'z' } }
    const set = {
      ValueSetter: { path: [{ TypenameEquals: ['Media'] }, { Key: '__typename' }], setValueTo: 'Media' },
    }
    applyRewrites(data, [rename, set], types)
    expect(data).toEqual([
      { __typename: 'Media', k: 1 },
      { __typename: 'Media', z: 2 },
    ])
  })
})

describe('merging', () => {
  test.each([
    [{ a: 1 }, { a: null, b: 2 }, { a: 1, b: 2 }],
    [{ a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ a: [{ b: 1 }, null] }, { a: [{ c: 2 }, null] }, { a: [{ b: 1, c: 2 }, null] }],
    [{ __typename: 'Book' }, { __typename: 'Media' }, { __typename: 'Book' }],
    [{ __typename: 'Media' }, { __typename: 'Book' }, { __typename: 'Book' }],
  ])('%j and %j is %j', (target, source, expected) => {
    mergeData(target, source, types)
    expect(target).toEqual(expected)
  })

  test('does not touch prototypes', () => {
    const target: Record<string, unknown> = {}
    mergeData(target, JSON.parse('{"__proto__": {"polluted": true}}'), types)
    expect(target.polluted).toBeUndefined()
  })
})
