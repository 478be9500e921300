import { parse, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { buildApiSchema } from './api-schema.ts'
import { readSubgraphs, variableOf } from './read-subgraphs.ts'

const supergraph = parse(`
  schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "hidden", for: SECURITY) { query: Query }
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @link(url: String, as: String, for: link__Purpose) repeatable on SCHEMA
  directive @hidden on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  directive @authenticated on FIELD_DEFINITION
  enum link__Purpose { SECURITY EXECUTION }
  enum join__Graph { A_B @join__graph(name: "a-b", url: "http://a/graphql") C @join__graph(name: "c", url: "") }
  scalar join__FieldSet
  interface Shape @hidden { size: Int }
  interface Named { name: String }
  union Any = Dot | Line
  type Dot implements Shape & Named { size: Int name: String @authenticated old: Int @deprecated(reason: "use size") }
  type Line @hidden { size: Int }
  enum Colour { RED BLUE @hidden }
  input Where { colour: Colour secret: Int @hidden }
  "All there is."
  type Query { any(where: Where, debug: Boolean @hidden): Any line: Line @hidden a__b: A__b }
  type A__b { x: Int }
`)

test('clients see the schema without federation and without what is inaccessible, whatever it is called', () => {
  expect(printSchema(buildApiSchema(supergraph))).toBe(`interface Named {
  name: String
}

union Any = Dot

type Dot implements Named {
  size: Int
  name: String
  old: Int @deprecated(reason: "use size")
}

enum Colour {
  RED
}

input Where {
  colour: Colour
}

"""All there is."""
type Query {
  any(where: Where): Any
  a__b: A__b
}

type A__b {
  x: Int
}`)
})

test('subgraphs have names, addresses and variables', () => {
  expect([...readSubgraphs(supergraph)]).toEqual([
    ['a-b', 'http://a/graphql'],
    ['c', ''],
  ])
  expect(variableOf('a-b.c')).toBe('CHORUS_SUBGRAPH_A_B_C_URL')
})
