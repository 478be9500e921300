import { readFileSync } from 'node:fs'
import {
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { createGraph } from './graph.ts'

const graph = createGraph(
  readFileSync(new URL('../../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
)
const schema = graph.apiSchema

/** Everything below a type, down to a depth; arguments by variables. */
function everything(type: GraphQLNamedType, depth: number, variables: Map<string, string>): string {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
  const own = fields.flatMap((field) => oneField({ field, parent: type.name, depth, variables }))
  const possible = isAbstractType(type) && depth > 0 ? schema.getPossibleTypes(type) : []
  const fragments = possible.map((item) => `... on ${item.name} ${everything(item, depth - 1, variables)}`)
  return `{ __typename ${[...own, ...fragments].join(' ')} }`
}

function oneField(input: {
  readonly field: GraphQLField<unknown, unknown>
  readonly parent: string
  readonly depth: number
  readonly variables: Map<string, string>
}): string[] {
  const { field, parent, depth, variables } = input
  const type = getNamedType(field.type)
  if (isCompositeType(type) && depth === 0) return []
  const args = field.args.map((arg) => {
    const name = `v${variables.size}`
    variables.set(name, String(arg.type))
    return `${arg.name}: $${name}`
  })
  // Members of a union may have fields of one name and different types.
  const key = `${parent}_${field.name}_${variables.size}`
  const below = isCompositeType(type) ? everything(type, depth - 1, variables) : ''
  return [`${key}: ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${below}`]
}

const roots = Object.values(OperationTypeNode).flatMap((kind) =>
  Object.values(schema.getRootType(kind)?.getFields() ?? {}).map(
    (field) => [kind, field.name, field] as const,
  ),
)

describe('the planner can plan everything below each root field of our supergraph', () => {
  test.each(roots)('%s %s', (kind, _name, field) => {
    const variables = new Map<string, string>()
    const selection = oneField({ field, parent: '', depth: 4, variables }).join('')
    const head = [...variables].map(([name, type]) => `$${name}: ${type}`).join(', ')
    const document = parse(`${kind} ${head ? `(${head})` : ''} { ${selection} }`)
    expect(validate(schema, document)).toEqual([])
    const [operation] = document.definitions
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
    expect(graph.prepare({ key: selection, document, operation }).steps.length).toBeGreaterThan(0)
  })
})
