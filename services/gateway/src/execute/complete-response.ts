import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { collectFields, type FieldCollector } from './collect-fields.ts'
import type { GatewayError } from './gateway-error.ts'
import { isJsonObject, type JsonObject, type ResponsePath } from './json.ts'

export interface CompletionInput extends FieldCollector {
  readonly operation: OperationDefinitionNode
  /** The key in the data under which a field's value lies. */
  dataKey(field: FieldNode): string
  readonly data: JsonObject
  /** Errors of the fetches, with client paths. */
  readonly errors: readonly GatewayError[]
}

export interface CompletedResponse {
  /** Exactly what the client selected, in its order; null where null went up to the root. */
  readonly data: JsonObject | null
  /** Errors of the completion, to be added to those of the fetches. */
  readonly errors: readonly GatewayError[]
}

/** A null that has already been reported and goes up to the next nullable place. */
const bubbled = Symbol('bubbled')

interface Completion extends CompletionInput {
  readonly found: GatewayError[]
  readonly fields: Map<readonly FieldNode[], Map<GraphQLNamedType, Map<string, FieldNode[]>>>
}

/**
 * Completes merged data against the API schema with the client's selection, as the specification's CompleteValue does:
 * nulls go up to the nearest nullable place, and a value that its type does not allow is an error and null. A missing value
 * that an error of a fetch explains gets no error of its own.
 */
export function completeResponse(input: CompletionInput): CompletedResponse {
  const completion: Completion = { ...input, found: [], fields: new Map() }
  const rootType = input.schema.getRootType(input.operation.operation)
  if (!rootType) throw new Error(`The schema has no ${input.operation.operation} type`)
  const fields = collectFields(input, rootType, [input.operation.selectionSet])
  const data = completeFields(completion, { type: rootType, object: input.data, fields, path: [] })
  return { data: data === bubbled ? null : data, errors: completion.found }
}

interface ObjectInput {
  readonly type: GraphQLNamedType
  readonly object: JsonObject
  readonly fields: ReadonlyMap<string, readonly FieldNode[]>
  readonly path: ResponsePath
}

function completeFields(completion: Completion, input: ObjectInput): JsonObject | typeof bubbled {
  const result: JsonObject = Object.create(null)
  for (const [key, nodes] of input.fields) {
    const value = completeField(completion, input, nodes, key)
    if (value === bubbled) return bubbled
    result[key] = value
  }
  return result
}

function completeField(
  completion: Completion,
  input: ObjectInput,
  nodes: readonly FieldNode[],
  key: string,
): unknown {
  const [node] = nodes
  if (node === undefined) return null
  const name = node.name.value
  const path = [...input.path, key]
  if (name === '__typename') return completeTypeName(completion, input, path)
  if (name === '__schema' || name === '__type') return introspect(completion, nodes)[key] ?? null
  const { type } = input
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
  if (field === undefined) return null
  const dataKey = completion.dataKey(node)
  const value = Object.hasOwn(input.object, dataKey) ? input.object[dataKey] : undefined
  const where = { nodes, path, name: `${type.name}.${name}` }
  return completeValue(completion, { type: field.type, value, ...where })
}

function completeTypeName(completion: Completion, input: ObjectInput, path: ResponsePath): unknown {
  if (isObjectType(input.type)) return input.type.name
  return report(completion, path, `The type of this ${input.type.name} is not known`)
}

interface ValueInput {
  readonly type: GraphQLOutputType
  readonly value: unknown
  readonly nodes: readonly FieldNode[]
  readonly path: ResponsePath
  /** Type and field, for messages. */
  readonly name: string
}

function completeValue(completion: Completion, input: ValueInput): unknown {
  if (!isNonNullType(input.type)) {
    const value = completeNullable(completion, input)
    return value === bubbled ? null : value
  }
  const value = completeNullable(completion, { ...input, type: input.type.ofType })
  if (value !== null) return value
  return report(completion, input.path, `Cannot return null for non-nullable field ${input.name}.`)
}

function completeNullable(completion: Completion, input: ValueInput): unknown {
  const { type, value, path } = input
  if (value === null || value === undefined) return null
  if (isListType(type)) {
    if (!Array.isArray(value)) return report(completion, path, `Expected a list for ${input.name}.`)
    const items: unknown[] = []
    for (const [index, item] of value.entries()) {
      const next = { ...input, type: type.ofType, value: item, path: [...path, index] }
      const completed = completeValue(completion, next)
      if (completed === bubbled) return bubbled
      items.push(completed)
    }
    return items
  }
  if (isLeafType(type)) return completeLeaf(completion, type, input)
  return completeObject(completion, input)
}

function completeLeaf(completion: Completion, type: GraphQLLeafType, input: ValueInput): unknown {
  try {
    const value = type.serialize(input.value)
    if (value !== undefined && value !== null) return value
  } catch {
    // The message of graphql-js shows the value; ours doesn't.
  }
  return report(completion, input.path, `A value of another type than ${type.name} came for ${input.name}.`)
}

function completeObject(completion: Completion, input: ValueInput): unknown {
  const { value, path, nodes, name } = input
  const declared = getNamedType(input.type)
  if (!isJsonObject(value)) return report(completion, path, `Expected an object for ${name}.`)
  const type = runtimeType(completion, declared, value)
  if (type === undefined) {
    return report(completion, path, `The object for ${name} has a type that ${declared.name} does not allow.`)
  }
  const fields = subfields(completion, type, nodes)
  return completeFields(completion, { type, object: value, fields, path })
}

/** The object's type; the abstract type itself where no object type was asked for; undefined when it is none of its types. */
function runtimeType(
  { schema }: Completion,
  declared: GraphQLNamedType,
  value: JsonObject,
): GraphQLNamedType | undefined {
  if (!isAbstractType(declared)) return declared
  const typeName = value.__typename
  if (typeName === undefined || typeName === null) return declared
  const type = typeof typeName === 'string' ? schema.getType(typeName) : undefined
  if (isObjectType(type)) return schema.isSubType(declared, type) ? type : undefined
  return isInterfaceType(type) ? declared : undefined
}

function subfields(
  completion: Completion,
  type: GraphQLNamedType,
  nodes: readonly FieldNode[],
): Map<string, FieldNode[]> {
  const byType = completion.fields.get(nodes) ?? new Map<GraphQLNamedType, Map<string, FieldNode[]>>()
  completion.fields.set(nodes, byType)
  const known = byType.get(type)
  if (known !== undefined) return known
  const sets = nodes.flatMap((node): SelectionSetNode[] => (node.selectionSet ? [node.selectionSet] : []))
  const fields = collectFields(completion, type, sets)
  byType.set(type, fields)
  return fields
}

/** Answers `__schema` and `__type` from the API schema; subgraphs are never asked. */
function introspect(completion: Completion, nodes: readonly FieldNode[]): JsonObject {
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: nodes }
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...completion.operation, selectionSet }, ...completion.fragments.values()],
  }
  const { schema, variables: variableValues } = completion
  return executeSync({ schema, document, variableValues }).data ?? {}
}

function report(completion: Completion, path: ResponsePath, message: string): typeof bubbled {
  const isExplained = (errors: readonly GatewayError[]) =>
    errors.some((error) => error.covers.some((cover) => overlaps(cover, path)))
  if (!isExplained(completion.errors)) {
    completion.found.push({ message, code: 'SUBGRAPH_ERROR', path, covers: [path] })
  }
  return bubbled
}

/** Whether one path begins with the other. */
function overlaps(a: ResponsePath, b: ResponsePath): boolean {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return false
  return true
}
