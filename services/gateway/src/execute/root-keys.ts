import { Kind, parse, type SelectionNode } from 'graphql'

const known = new WeakMap<object, readonly string[]>()

/** The response keys at the root of a fetch's operation. Remembered for each fetch, since plans are cached and run often. */
export function rootKeysOf(fetch: { readonly operation: string }): readonly string[] {
  const found = known.get(fetch)
  if (found !== undefined) return found
  const keys = readRootKeys(fetch.operation)
  known.set(fetch, keys)
  return keys
}

function readRootKeys(operation: string): readonly string[] {
  const document = parse(operation, { noLocation: true })
  const definition = document.definitions.find((item) => item.kind === Kind.OPERATION_DEFINITION)
  return definition === undefined ? [] : [...new Set(definition.selectionSet.selections.flatMap(keysOf))]
}

function keysOf(selection: SelectionNode): string[] {
  switch (selection.kind) {
    case Kind.FIELD:
      return [selection.alias?.value ?? selection.name.value]
    case Kind.INLINE_FRAGMENT:
      return selection.selectionSet.selections.flatMap(keysOf)
    case Kind.FRAGMENT_SPREAD:
      return []
  }
}
