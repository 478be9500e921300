import { execute, parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildMonolith, startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

const noEvents = async function* () {}
const definitions = [runsSubgraph(noEvents, []), pathsSubgraph([]), votesSubgraph([])]
let graph: TestGraph

beforeAll(async () => {
  graph = await startGraph(definitions)
})
afterAll(() => graph?.stop())

const table: [name: string, query: string, variables?: object][] = [
  [
    'a join over three subgraphs',
    '{ run(id: "r1") { name paths(first: 3) { text vote { outcome winner { text } } } votes { agreement } } }',
  ],
  [
    'aliases and arguments',
    '{ a: run(id: "r1") { x: paths(first: 1) { y: text(max: 3) text } } b: run(id: "r2") { x: paths(first: 3) { y: text(max: 5) } } }',
  ],
  ['an alias that takes the name of a required field', '{ run(id: "r1") { paths { tokens: text cost } } }'],
  [
    'an alias that takes the name of a key',
    '{ run(id: "r1") { id: name votes { agreement } best { id: text vote { outcome } } } }',
  ],
  [
    'an alias that takes the name of __typename',
    '{ node(id: "r1") { __typename: id ... on Run { votes { outcome } } } }',
  ],
  [
    'aliases that are names of object methods',
    '{ constructor: run(id: "r1") { toString: name __proto__: id hasOwnProperty: summary { consensus } } }',
  ],
  ['@requires with nested and missing values', '{ run(id: "r1") { paths(first: 3) { cost } } }'],
  [
    '@requires beside the required field',
    '{ run(id: "r1") { paths(first: 3) { tokens reasoning { model } cost } } }',
  ],
  ['@provides', '{ topPath { tokens text } }'],
  ['an interface', '{ node(id: "p11") { __typename id ... on Path { text cost } ... on Run { name } } }'],
  ['an interface without its type', '{ node(id: "d1") { id } }'],
  [
    'a union with nulls',
    '{ search { __typename ... on Run { name votes { outcome } } ... on Dataset { title runs { summary { consensus } } } } }',
  ],
  ['a union without its type', '{ search { ... on Dataset { title } } }'],
  [
    'named and nested fragments',
    'query { run(id: "r2") { ...A ... on Run { best { ...B } } } } fragment A on Run { name paths { ...B } parent { ...C } } fragment B on Path { text vote { agreement } } fragment C on Node { id ... on Run { status } }',
  ],
  [
    'fragments on an interface with fields of other subgraphs',
    '{ node(id: "r2") { ... on Node { id } ...F } } fragment F on Run { summary { label(upper: true) } }',
  ],
  ['lists in lists with nulls', '{ run(id: "r2") { grid { id text vote { outcome } } } }'],
  ['a null object', '{ run(id: "nobody") { name votes { outcome } } runs { best { text } } }'],
  [
    '@skip and @include on fields',
    'query ($yes: Boolean!, $no: Boolean = false) { run(id: "r1") { name @skip(if: $yes) votes @include(if: $yes) { outcome } summary @include(if: $no) { consensus } best @skip(if: true) { text } } }',
    { yes: true },
  ],
  [
    '@skip and @include on fragments',
    'query ($yes: Boolean!) { run(id: "r1") { ...F @include(if: $yes) ... @skip(if: $yes) { name } } node(id: "r1") { ... on Run @include(if: $yes) { votes { outcome } status @skip(if: $yes) } } } fragment F on Run { best { vote { agreement } } }',
    { yes: true },
  ],
  [
    'the same, the other way',
    'query ($yes: Boolean!) { run(id: "r1") { ...F @include(if: $yes) ... @skip(if: $yes) { name } } node(id: "r1") { ... on Run @include(if: $yes) { votes { outcome } status @skip(if: $yes) } } } fragment F on Run { best { vote { agreement } } }',
    { yes: false },
  ],
  [
    'both directives on one field',
    'query ($a: Boolean!, $b: Boolean!) { run(id: "r1") { votes @skip(if: $a) @include(if: $b) { outcome } } runs @include(if: $b) { summary @skip(if: $a) { consensus } } }',
    { a: false, b: true },
  ],
  [
    'variables with defaults',
    'query ($id: ID = "r2", $first: Int, $max: Int = 4) { run(id: $id) { paths(first: $first) { text(max: $max) } votes(first: $first) { outcome } } }',
  ],
  [
    'variables given',
    'query ($id: ID!, $first: Int) { run(id: $id) { paths(first: $first) { text } votes(first: $first) { outcome } } }',
    { id: 'r1', first: 1 },
  ],
  [
    'the same field twice, merged',
    '{ run(id: "r1") { best { text } best { vote { outcome } } ...F } } fragment F on Run { best { id tokens } }',
  ],
  [
    'there and back again',
    '{ run(id: "r1") { votes(first: 1) { run { name votes(first: 1) { winner { text vote { outcome } } } } } } }',
  ],
  [
    'an entity at several places with other selections below',
    '{ a: run(id: "r2") { best { vote { winner { text(max: 1) } } } } b: run(id: "r2") { best { vote { winner { text(max: 4) id } } } paths { vote { winner { tokens } } } } }',
  ],
  ['an enum and lists of scalars', '{ runs { status config { seed notes } } }'],
  ['only __typename', '{ __typename }'],
  [
    'introspection beside data',
    '{ run(id: "r1") { summary { consensus } } t: __type(name: "Path") { kind fields { name } } __schema { queryType { name } } }',
  ],
  [
    'introspection in a fragment',
    'query { ...F } fragment F on Query { __schema { subscriptionType { fields { name } } } }',
  ],
]

describe('answers are those of the same schema in one process', () => {
  test.each(table)('%s', async (_name, query, variables) => {
    const schema = buildMonolith(graph.supergraphSdl, definitions)
    const document = parse(query)
    expect(validate(schema, document)).toEqual([])
    const expected = await execute({ schema, document, variableValues: variables as never })
    const { data, errors } = await graph.ask(query, variables)
    expect(errors).toBeUndefined()
    // As text, for the order of fields counts too.
    expect(JSON.stringify(data)).toBe(JSON.stringify(expected.data))
  })
})

describe('calls of subgraphs', () => {
  test('a join over three subgraphs takes four calls, however long the list is', async () => {
    graph.takeCalls()
    await graph.ask(
      '{ runs { paths(first: 3) { text vote { outcome winner { tokens } } } summary { consensus } } }',
    )
    const calls = graph.takeCalls()
    expect(calls.runs).toBe(1)
    expect(calls.paths).toBeLessThanOrEqual(2)
    expect(calls.votes).toBeLessThanOrEqual(2)
  })

  test('equal entities are asked for once', async () => {
    graph.takeCalls()
    await graph.ask('{ runs { parent { summary { consensus } } } }')
    const [call] = graph.subgraph('votes').calls
    expect(call?.variables.representations).toEqual([{ __typename: 'Run', id: 'r1' }])
  })

  test('introspection and __typename need none', async () => {
    graph.takeCalls()
    await graph.ask('{ __typename __schema { types { name } } }')
    expect(graph.takeCalls()).toEqual({})
  })

  test('only used variables travel', async () => {
    graph.takeCalls()
    await graph.ask(
      'query ($first: Int, $max: Int) { run(id: "r1") { paths(first: $first) { text(max: $max) } } }',
      {
        first: 1,
        max: 2,
      },
    )
    expect(graph.subgraph('runs').calls[0]?.variables).toEqual({ first: 1 })
    expect(Object.keys(graph.subgraph('paths').calls[0]?.variables ?? {}).sort()).toEqual([
      'max',
      'representations',
    ])
  })

  test('carry our actor and project, a trace and the request id, and nothing of the client', async () => {
    graph.takeCalls()
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await fetch(`${graph.gateway.url()}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'chorus-actor': 'mallory',
        'chorus-project': 'other',
        authorization: 'Bearer x',
        cookie: 'a=b',
        'x-request-id': 'abc-1',
        traceparent,
      },
      body: JSON.stringify({ query: '{ runs { name } }' }),
    })
    const { headers } = graph.subgraph('runs').calls[0] ?? {}
    expect(headers).toMatchObject({
      'chorus-actor': 'local',
      'chorus-project': 'default',
      'x-request-id': 'abc-1',
    })
    expect(headers?.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/)
    expect(headers?.traceparent).not.toBe(traceparent)
    expect(headers?.authorization).toBeUndefined()
    expect(headers?.cookie).toBeUndefined()
  })
})

describe('what clients see of the schema', () => {
  test('nothing of federation and nothing inaccessible', async () => {
    const { data } = await graph.ask(
      '{ __schema { types { name fields { name } enumValues { name } } directives { name } } }',
    )
    const text = JSON.stringify(data)
    expect(text).not.toMatch(
      /join__|link__|_Entity|_Any|inaccessible|secret|HIDDEN|"tag"|"cost"}],"locations/,
    )
    const { directives } = (data as { __schema: { directives: { name: string }[] } }).__schema
    expect(directives.map(({ name }) => name).sort()).toEqual([
      'deprecated',
      'include',
      'oneOf',
      'skip',
      'specifiedBy',
    ])
  })

  test('a hidden field cannot be asked for', async () => {
    graph.takeCalls()
    const answer = await graph.ask('{ secret }')
    expect(answer.status).toBe(400)
    expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(graph.takeCalls()).toEqual({})
  })

  test('a wrong variable is the client’s fault', async () => {
    const answer = await graph.ask('query ($first: Int) { runs { paths(first: $first) { id } } }', {
      first: 'many',
    })
    expect(answer.status).toBe(400)
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect(graph.takeCalls()).toEqual({})
  })
})
