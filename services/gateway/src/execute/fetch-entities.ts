import type {
  FlattenNodePathSegment,
  InputRewrite,
  OutputRewrite,
  RequiresSelection,
} from '@graphql-hive/router-query-planner'
import { collectTargets, type Target } from './collect-targets.ts'
import { isJsonObject, type JsonObject, type ResponsePath } from './json.ts'
import { mergeData } from './merge-data.ts'
import { commonPath, type FetchPlace, placeErrors, placeFailure } from './place-errors.ts'
import type { PlanRun } from './plan-run.ts'
import { projectRequires } from './project-requires.ts'
import { applyRewrites } from './rewrites.ts'

import type { SubgraphError, SubgraphRequest } from './subgraph-port.ts'

/** One list of entities in a fetch: `_entities`, or one of its aliases in a batch. */
export interface EntityGroup {
  readonly key: string
  readonly variable: string
  readonly paths: readonly (readonly FlattenNodePathSegment[])[]
  readonly requires: readonly RequiresSelection[]
  readonly inputRewrites: readonly InputRewrite[]
  readonly outputRewrites: readonly OutputRewrite[]
}

export interface EntityFetch extends SubgraphRequest {
  readonly groups: readonly EntityGroup[]
}

/** A group with what is sent for it: equal representations once, and who waits for each. */
interface PreparedGroup {
  readonly group: EntityGroup
  readonly representations: readonly JsonObject[]
  readonly waiting: readonly (readonly Target[])[]
  readonly place: FetchPlace
}

/** Fetches fields of entities and merges them into every object that waits for them. No call when nobody does. */
export async function fetchEntities(run: PlanRun, fetch: EntityFetch): Promise<void> {
  const groups = fetch.groups.map((group) => prepareGroup(run, fetch.service, group))
  const used = groups.filter((item) => item.representations.length > 0)
  if (used.length === 0) return
  const lists = groups.map((item) => [item.group.variable, item.representations] as const)
  const variables = { ...fetch.variables, ...Object.fromEntries(lists) }
  const answer = await run.call({ service: fetch.service, query: fetch.query, variables })
  if (answer.kind === 'failed') {
    run.errors.push(placeFailure(answer.code, joinPlaces(used, fetch.service)))
    return
  }
  for (const prepared of used) absorbGroup(run, prepared, answer.data?.[prepared.group.key], answer.errors)
  const keys = new Set(groups.map((item) => item.group.key))
  const strays = answer.errors.filter((error) => !keys.has(String(error.path?.[0])))
  run.errors.push(...placeErrors(strays, joinPlaces(used, fetch.service)))
}

function prepareGroup(run: PlanRun, service: string, group: EntityGroup): PreparedGroup {
  const indexes = new Map<string, number>()
  const representations: JsonObject[] = []
  const waiting: Target[][] = []
  for (const target of group.paths.flatMap((path) => collectTargets(run.data, path, run.types))) {
    const representation = projectRequires(target.value, group.requires, run.types)
    if (representation === undefined) continue
    applyRewrites(representation, group.inputRewrites, run.types)
    const text = JSON.stringify(representation)
    const index = indexes.get(text)
    if (index !== undefined) waiting[index]?.push(target)
    else {
      indexes.set(text, representations.length)
      representations.push(representation)
      waiting.push([target])
    }
  }
  return { group, representations, waiting, place: placeOf(service, group, waiting) }
}

function placeOf(service: string, group: EntityGroup, waiting: readonly (readonly Target[])[]): FetchPlace {
  const path = commonPath(waiting.flat().map((target) => target.path))
  const locate = ([key, index, ...rest]: ResponsePath) => {
    const targets = key === group.key && typeof index === 'number' ? waiting[index] : undefined
    return (targets ?? []).map((target) => [...target.path, ...rest])
  }
  return { service, path, covers: [path], locate }
}

function joinPlaces(groups: readonly PreparedGroup[], service: string): FetchPlace {
  const covers = groups.flatMap((item) => item.place.covers)
  return { service, path: covers[0] ?? [], covers, locate: () => [] }
}

function absorbGroup(
  run: PlanRun,
  prepared: PreparedGroup,
  entities: unknown,
  errors: readonly SubgraphError[],
): void {
  const { group, place, waiting } = prepared
  const own = placeErrors(
    errors.filter((error) => error.path?.[0] === group.key),
    place,
  )
  run.errors.push(...own)
  if (!Array.isArray(entities) || entities.length !== waiting.length) {
    if (errors.length === 0) run.errors.push(placeFailure('SUBGRAPH_ERROR', place))
    return
  }
  applyRewrites(entities, group.outputRewrites, run.types)
  entities.forEach((entity, index) => {
    if (!isJsonObject(entity)) return
    // Places may come to share objects below: a key in the data means one field with one set of arguments everywhere.
    for (const target of waiting[index] ?? []) mergeData(target.value, entity, run.types)
  })
}
