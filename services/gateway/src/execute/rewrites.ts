import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner'
import { isJsonObject, type JsonObject } from './json.ts'
import type { TypeRelations } from './type-relations.ts'

/** Applies a plan's rewrites to a representation or to a subgraph's answer, in place. */
export function applyRewrites(
  value: unknown,
  rewrites: readonly FetchRewrite[] | undefined,
  types: TypeRelations,
): void {
  for (const rewrite of rewrites ?? []) applyRewrite(value, rewrite, types)
}

function applyRewrite(value: unknown, rewrite: FetchRewrite, types: TypeRelations): void {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer
    visitPath(value, path, types, (parent, key) => renameKey(parent, key, renameKeyTo))
    return
  }
  const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite
  visitPath(value, path, types, (parent, key) => {
    parent[key] = setValueTo
  })
}

function renameKey(parent: JsonObject, from: string, to: string): void {
  if (!Object.hasOwn(parent, from)) return
  parent[to] = parent[from]
  delete parent[from]
}

function visitPath(
  value: unknown,
  path: readonly FetchNodePathSegment[],
  types: TypeRelations,
  visit: (parent: JsonObject, key: string) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) visitPath(item, path, types, visit)
    return
  }
  const [segment, ...rest] = path
  if (segment === undefined || !isJsonObject(value)) return
  if ('TypenameEquals' in segment) {
    if (mayBe(value.__typename, segment.TypenameEquals, types)) visitPath(value, rest, types, visit)
    return
  }
  if (rest.length === 0) visit(value, segment.Key)
  else visitPath(value[segment.Key], rest, types, visit)
}

/** Whether a type name answers to one of the conditions; an unknown one may (the planner leaves it out where only one is possible). */
export function mayBe(typeName: unknown, conditions: readonly string[], types: TypeRelations): boolean {
  return typeof typeName !== 'string' || conditions.some((condition) => types.satisfies(typeName, condition))
}
