import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner'
import { isJsonObject, type JsonObject, type ResponsePath } from './json.ts'
import { mayBe } from './rewrites.ts'
import type { TypeRelations } from './type-relations.ts'

/** An object in the collected data that a later fetch adds fields to. */
export interface Target {
  readonly value: JsonObject
  /** Where it lies, in the plan's keys. */
  readonly path: ResponsePath
}

/** Every object that a plan's path leads to. Nulls and lists end or fan out as they come; unmatched types are left out. */
export function collectTargets(
  data: JsonObject,
  path: readonly FlattenNodePathSegment[],
  types: TypeRelations,
): Target[] {
  const targets: Target[] = []
  walk({ value: data, path, at: [], types, targets })
  return targets
}

interface Walk {
  readonly value: unknown
  readonly path: readonly FlattenNodePathSegment[]
  readonly at: ResponsePath
  readonly types: TypeRelations
  readonly targets: Target[]
}

function walk(input: Walk): void {
  const { value, path, at, types } = input
  if (Array.isArray(value)) {
    const rest = path[0] === '@' ? path.slice(1) : path
    value.forEach((item, index) => {
      walk({ ...input, value: item, path: rest, at: [...at, index] })
    })
    return
  }
  if (!isJsonObject(value)) return
  const [segment, ...rest] = path
  if (segment === undefined) input.targets.push({ value, path: at })
  else if (segment === '@') return
  else if ('Field' in segment) {
    const next = Object.hasOwn(value, segment.Field) ? value[segment.Field] : undefined
    walk({ ...input, value: next, path: rest, at: [...at, segment.Field] })
  } else if (mayBe(value.__typename, segment.TypeCondition, types)) {
    walk({ ...input, path: rest })
  }
}
