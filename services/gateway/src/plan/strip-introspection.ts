import { type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql'

/**
 * The document without `__schema` and `__type` (answered here, unknown to the planner) and without fragments that are empty
 * for it. Undefined when no subgraph is needed for what is left.
 */
export function stripIntrospection(document: DocumentNode): DocumentNode | undefined {
  let stripped = visit(document, {
    Field: (field) => (field.name.value === '__schema' || field.name.value === '__type' ? null : undefined),
  })
  for (;;) {
    const empty = new Set(
      stripped.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION && isEmpty(node.selectionSet) ? [node.name.value] : [],
      ),
    )
    const before = stripped
    stripped = visit(stripped, {
      FragmentDefinition: (node) => (empty.has(node.name.value) ? null : undefined),
      FragmentSpread: (node) => (empty.has(node.name.value) ? null : undefined),
      InlineFragment: { leave: (node) => (isEmpty(node.selectionSet) ? null : undefined) },
    })
    if (stripped === before) break
  }
  return stripped.definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && needsSubgraph(node.selectionSet),
  )
    ? stripped
    : undefined
}

function isEmpty(set: SelectionSetNode): boolean {
  return set.selections.length === 0
}

function needsSubgraph(set: SelectionSetNode): boolean {
  return set.selections.some(
    (selection) => selection.kind !== Kind.FIELD || selection.name.value !== '__typename',
  )
}
