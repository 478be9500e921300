import fc, { type GeneratorValue } from 'fast-check'
import {
  execute,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildMonolith, startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

const noEvents = async function* () {}
const definitions = [runsSubgraph(noEvents, []), pathsSubgraph([]), votesSubgraph([])]
let graph: TestGraph
let monolith: GraphQLSchema

beforeAll(async () => {
  graph = await startGraph(definitions)
  monolith = buildMonolith(graph.supergraphSdl, definitions)
})
afterAll(() => graph?.stop())

const directives = [
  '',
  '',
  '',
  ' @include(if: $yes)',
  ' @skip(if: $yes)',
  ' @include(if: $no)',
  ' @skip(if: $no)',
]
const values: Record<string, readonly string[]> = {
  'ID!': ['"r1"', '"r2"', '"p12"', '"d1"', '"x"'],
  Int: ['1', '2', '$one'],
  Boolean: ['true', '$yes'],
  String: ['"t"'],
}

/** By index: fast-check compares what it is given, and the types of a schema lead round in circles. */
const pickFrom =
  (gen: GeneratorValue) =>
  <T>(items: readonly T[]): T =>
    items[gen(fc.nat, { max: items.length - 1 })] as T

/** A selection of a type. Aliases are few, so that they meet. */
function selection(gen: GeneratorValue, type: GraphQLNamedType, depth: number): string {
  const pick = pickFrom(gen)
  const parts: string[] = []
  for (let count = gen(fc.integer, { min: 1, max: 4 }); count > 0; count--) {
    const fragments = possibleFragments(type)
    if (
      depth > 0 &&
      fragments.length > 0 &&
      (isUnionType(type) || gen(fc.integer, { min: 0, max: 3 }) === 0)
    ) {
      const on = pick(fragments)
      parts.push(`... on ${on.name}${pick(directives)} ${selection(gen, on, depth - 1)}`)
      continue
    }
    const fields = fieldsOf(type).filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)))
    if (fields.length > 0) parts.push(oneField(gen, pick(fields), depth))
  }
  return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`
}

function oneField(gen: GeneratorValue, field: GraphQLField<unknown, unknown>, depth: number): string {
  const pick = pickFrom(gen)
  const given = field.args.filter((arg) => String(arg.type).endsWith('!') || gen(fc.boolean))
  const args = given.map((arg) => `${arg.name}: ${pick(values[String(arg.type)] ?? ['null'])}`)
  const alias = pick(['', '', '', 'id: ', 'tokens: ', 'x: ', 'text: '])
  const type = getNamedType(field.type)
  const below = isCompositeType(type) ? ` ${selection(gen, type, depth - 1)}` : ''
  return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${pick(directives)}${below}`
}

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
}

function possibleFragments(type: GraphQLNamedType): GraphQLNamedType[] {
  if (isInterfaceType(type) || isUnionType(type)) return [...monolith.getPossibleTypes(type)]
  return isObjectType(type) && type.name !== 'Query' ? [type, ...type.getInterfaces()] : []
}

test('answers to generated queries are those of the same schema in one process', async () => {
  const counts = { compared: 0, notPlannable: 0 }
  const variables = { yes: true, no: false, one: 1 }
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (gen) => {
      const query = monolith.getQueryType()
      if (!query) throw new Error('no query type')
      const text = selection(gen, query, 5)
      const used = Object.entries({ yes: 'Boolean!', no: 'Boolean!', one: 'Int' }).filter(([name]) =>
        text.includes(`$${name}`),
      )
      const head =
        used.length > 0 ? `query (${used.map(([name, type]) => `$${name}: ${type}`).join(', ')}) ` : ''
      const document = parse(head + text)
      fc.pre(validate(monolith, document).length === 0)
      const expected = await execute({ schema: monolith, document, variableValues: variables })
      const answer = await graph.ask(head + text, variables)
      if (answer.errors?.[0]?.extensions.code === 'OPERATION_NOT_PLANNABLE') {
        counts.notPlannable += 1
        return
      }
      counts.compared += 1
      expect(answer.errors).toEqual(expected.errors)
      expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data))
    }),
    {
      numRuns: Number(process.env.CHORUS_TEST_GENERATED_QUERIES ?? 100),
      seed: 20_261_123,
      maxSkipsPerRun: 1_000,
    },
  )
  // What the planner gives up on is an error, never a wrong answer; it must stay rare.
  expect(counts.compared).toBeGreaterThan(counts.notPlannable * 4)
}, 120_000)
