import { isJsonObject, type JsonObject } from './json.ts'
import type { TypeRelations } from './type-relations.ts'

/**
 * Merges what a subgraph sent into the data collected so far, in place. Objects merge by field, lists of equal length by item.
 * A null never takes the place of a value, and an object keeps a `__typename` that names an object type (a subgraph with an
 * interface object answers with the interface's name).
 */
export function mergeData(target: JsonObject, source: JsonObject, types: TypeRelations): void {
  for (const key of Object.keys(source)) {
    if (key === '__proto__') continue
    const value = source[key]
    if (key === '__typename' && keepsTypeName(target, types)) continue
    target[key] = key in target ? mergeValue(target[key], value, types) : value
  }
}

function mergeValue(old: unknown, value: unknown, types: TypeRelations): unknown {
  if (value === null || value === undefined) return old ?? value
  if (isJsonObject(old) && isJsonObject(value)) {
    mergeData(old, value, types)
    return old
  }
  if (Array.isArray(old) && Array.isArray(value) && old.length === value.length) {
    return old.map((item, index) => mergeValue(item, value[index], types))
  }
  return value
}

function keepsTypeName(target: JsonObject, types: TypeRelations): boolean {
  const name = target.__typename
  return typeof name === 'string' && types.isObject(name)
}
