import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { JsonObject } from './json.ts'

/** What decides which of a selection's fields apply. */
export interface FieldCollector {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly variables: JsonObject
}

/** The fields that apply to a type, by response key and in the client's order (CollectFields of the specification). */
export function collectFields(
  collector: FieldCollector,
  type: GraphQLNamedType,
  sets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>()
  const seen = new Set<string>()
  const collect = (selections: readonly SelectionNode[]) => {
    for (const selection of selections) {
      if (!isIncluded(selection, collector.variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const known = fields.get(key)
        if (known === undefined) fields.set(key, [selection])
        else known.push(selection)
        continue
      }
      const fragment = fragmentOf(selection, collector, seen)
      if (fragment === undefined) continue
      const condition = fragment.typeCondition?.name.value
      if (condition === undefined || applies(collector.schema, type, condition)) {
        collect(fragment.selectionSet.selections)
      }
    }
  }
  for (const set of sets) collect(set.selections)
  return fields
}

/** The fragment of a selection; undefined for a named one that was spread here before. */
function fragmentOf(
  selection: Exclude<SelectionNode, FieldNode>,
  collector: FieldCollector,
  seen: Set<string>,
) {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection
  const name = selection.name.value
  if (seen.has(name)) return undefined
  seen.add(name)
  return collector.fragments.get(name)
}

function isIncluded(selection: SelectionNode, variables: JsonObject): boolean {
  if (selection.directives === undefined || selection.directives.length === 0) return true
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false
}

function applies(schema: GraphQLSchema, type: GraphQLNamedType, condition: string): boolean {
  if (type.name === condition) return true
  const abstract = schema.getType(condition)
  return isAbstractType(abstract) && isObjectType(type) && schema.isSubType(abstract, type)
}
