import { parse, print } from 'graphql'
import { expect, test } from 'vitest'
import { renameResponseKeys } from './rename-response-keys.ts'
import { stripIntrospection } from './strip-introspection.ts'

const short = (text: string) => text.replace(/\s+/g, ' ').trim()

test.each([
  ['{ a }', '{ a }'],
  ['{ a: b }', '{ _0_b: b }'],
  ['{ a(x: 1) b(x: 1) }', '{ _0_a: a(x: 1) _1_b: b(x: 1) }'],
  ['{ a: b a: b c: b }', '{ _0_b: b _0_b: b _1_b: b }'],
  ['{ ... on A { x: a } ... on B { x: b } }', '{ ... on A { _0_a: a } ... on B { _1_b: b } }'],
  ['{ kind: __typename }', '{ __typename }'],
])('%s is planned as %s', (query, expected) => {
  expect(short(print(renameResponseKeys(parse(query)).document))).toBe(expected)
})

test('keys lead back to those of the client', () => {
  const renamed = renameResponseKeys(parse('{ x: a }'))
  expect(renamed.clientKey('_0_a')).toBe('x')
  expect(renamed.clientKey('other')).toBe('other')
})

test.each([
  ['{ __schema { types { name } } }', undefined],
  ['{ __typename }', undefined],
  ['{ a __type(name: "A") { name } }', '{ a }'],
  ['{ ...F } fragment F on Query { ...G } fragment G on Query { __schema { description } }', undefined],
  [
    '{ a ...F ... on Query { __schema { description } } } fragment F on Query { __schema { description } }',
    '{ a }',
  ],
])('without introspection %s is %s', (query, expected) => {
  const stripped = stripIntrospection(parse(query))
  expect(stripped && short(print(stripped))).toBe(expected)
})
