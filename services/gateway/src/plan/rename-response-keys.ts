import { type DocumentNode, type FieldNode, Kind, print, visit } from 'graphql'

/** A document whose response keys can't meet the names of fields that the planner adds for itself. */
export interface RenamedDocument {
  readonly document: DocumentNode
  /** The key of a field of the original document in the renamed one. */
  dataKey(field: FieldNode): string
  /** The way back. */
  clientKey(dataKey: string): string
}

/**
 * Gives every field with an alias or with arguments a key of its own, such as `_0_votes`. Why: the planner asks for required
 * fields by their plain names and takes `{ tokens: title }` or `votes(first: 1)` of a client for them. Fields with the same
 * response key, name and arguments keep one key, so that they still merge.
 */
export function renameResponseKeys(document: DocumentNode): RenamedDocument {
  const keys = new Map<string, string>()
  const dataKeys = new Map<FieldNode, string>()
  const clientKeys = new Map<string, string>()
  const renamed = visit(document, {
    Field: {
      enter: (field) => {
        const name = field.name.value
        const responseKey = field.alias?.value ?? name
        const isPlain = responseKey === name && (field.arguments ?? []).length === 0
        if (isPlain) return undefined
        if (name === '__typename') return { ...field, alias: undefined }
        const identity = [responseKey, name, ...(field.arguments ?? []).map(print)].join(' ')
        const key = keys.get(identity) ?? `_${keys.size}_${name}`
        keys.set(identity, key)
        dataKeys.set(field, key)
        clientKeys.set(key, responseKey)
        return { ...field, alias: { kind: Kind.NAME, value: key } }
      },
    },
  })
  return {
    document: renamed,
    dataKey: (field) => dataKeys.get(field) ?? field.name.value,
    clientKey: (dataKey) => clientKeys.get(dataKey) ?? dataKey,
  }
}
