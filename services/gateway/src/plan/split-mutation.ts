import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql'

/**
 * One document for each field of a mutation, in the client's order. Planned and run one after another they keep the
 * specification's promise that a field is complete, with all below it, before the next one begins.
 */
export function splitMutation(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode[] {
  const groups = new Map<string, SelectionNode[]>()
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  for (const { key, selection } of operation.selectionSet.selections.flatMap((item) =>
    unfold(item, byName),
  )) {
    groups.set(key, [...(groups.get(key) ?? []), selection])
  }
  return [...groups.values()].map((selections) => {
    const selectionSet = { kind: Kind.SELECTION_SET, selections } as const
    return withUsedDefinitions({ ...operation, selectionSet }, fragments)
  })
}

interface RootField {
  readonly key: string
  /** The field inside the fragments and conditions around it. */
  readonly selection: SelectionNode
}

function unfold(
  selection: SelectionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): RootField[] {
  if (selection.kind === Kind.FIELD) {
    return [{ key: selection.alias?.value ?? selection.name.value, selection }]
  }
  const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
  const { directives } = selection
  return (inner?.selectionSet.selections ?? [])
    .flatMap((item) => unfold(item, fragments))
    .map((item) => ({
      key: item.key,
      selection: {
        kind: Kind.INLINE_FRAGMENT,
        directives: directives ?? [],
        selectionSet: { kind: Kind.SELECTION_SET, selections: [item.selection] },
      },
    }))
}

/** The operation with the fragments and variable definitions that it still uses. */
function withUsedDefinitions(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  const used = new Set<FragmentDefinitionNode>()
  const variables = new Set<string>()
  const note = (node: OperationDefinitionNode['selectionSet']) =>
    visit(node, {
      Variable: (variable) => void variables.add(variable.name.value),
      FragmentSpread: (spread) => {
        const fragment = byName.get(spread.name.value)
        if (fragment === undefined || used.has(fragment)) return
        used.add(fragment)
        note(fragment.selectionSet)
      },
    })
  note(operation.selectionSet)
  const variableDefinitions = (operation.variableDefinitions ?? []).filter((definition) =>
    variables.has(definition.variable.name.value),
  )
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions }, ...used] }
}
