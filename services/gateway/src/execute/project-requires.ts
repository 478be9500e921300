import type { RequiresSelection } from '@graphql-hive/router-query-planner'
import { isJsonObject, type JsonObject } from './json.ts'
import type { TypeRelations } from './type-relations.ts'

/**
 * The representation of an object that a subgraph needs: its type name, keys and required fields.
 * Undefined when the object has another type, or when a needed field is missing because an earlier fetch failed.
 */
export function projectRequires(
  object: JsonObject,
  requires: readonly RequiresSelection[],
  types: TypeRelations,
): JsonObject | undefined {
  const representation: JsonObject = {}
  if (!project({ object, selections: requires, into: representation, types })) return undefined
  const keys = Object.keys(representation)
  if (keys.length === 0 || (keys.length === 1 && '__typename' in representation)) return undefined
  if (typeof representation.__typename !== 'string') return undefined
  return representation
}

interface Projection {
  readonly object: JsonObject
  readonly selections: readonly RequiresSelection[]
  readonly into: JsonObject
  readonly types: TypeRelations
  /** The type condition around these selections, for objects whose type name was not asked for. */
  readonly condition?: string
}

/** False when a field is missing. */
function project(input: Projection): boolean {
  return input.selections.every((selection) => projectSelection(input, selection))
}

function projectSelection(input: Projection, selection: RequiresSelection): boolean {
  switch (selection.kind) {
    case 'Field':
      return projectField(input, selection)
    case 'InlineFragment': {
      const { typeCondition, selections } = selection
      const typeName = input.object.__typename
      if (typeof typeName === 'string' && !input.types.satisfies(typeName, typeCondition)) return true
      return project({ ...input, selections, condition: typeCondition })
    }
    case 'FragmentSpread':
      throw new Error(`The planner required a named fragment (${selection.value}), which it never did before`)
  }
}

function projectField(input: Projection, field: Extract<RequiresSelection, { kind: 'Field' }>): boolean {
  const { object, into, condition, types } = input
  if (field.name === '__typename') {
    into.__typename = object.__typename ?? (condition && types.isObject(condition) ? condition : undefined)
    return true
  }
  if (!Object.hasOwn(object, field.name)) return false
  const value = projectValue(object[field.name], field.selections, types)
  if (value === undefined) return false
  // The planner fetches a field under another key where a client's alias is in the way, and names the true one here.
  into[field.alias ?? field.name] = value
  return true
}

function projectValue(
  value: unknown,
  selections: readonly RequiresSelection[] | undefined,
  types: TypeRelations,
): unknown {
  if (selections === undefined || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => projectValue(item, selections, types))
    return items.includes(undefined) ? undefined : items
  }
  if (!isJsonObject(value)) return undefined
  const into: JsonObject = {}
  if (!project({ object: value, selections, into, types })) return undefined
  if (into.__typename === undefined) delete into.__typename
  return into
}
