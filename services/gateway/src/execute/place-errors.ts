import type { GatewayError } from './gateway-error.ts'
import { describeFailure, presentError } from './gateway-error.ts'
import type { ResponsePath } from './json.ts'
import type { FailureCode, SubgraphError } from './subgraph-port.ts'

/** Where a fetch puts its fields: what its errors without a usable path are pinned to. */
export interface FetchPlace {
  readonly service: string
  /** The most exact path that all of the fetch's fields share. */
  readonly path: ResponsePath
  readonly covers: readonly ResponsePath[]
  /** Client-side paths for a path inside the subgraph's answer; empty when it leads nowhere. */
  locate(path: ResponsePath): readonly ResponsePath[]
}

/** One error for a fetch that failed as a whole, however many objects waited for it. */
export function placeFailure(code: FailureCode, place: FetchPlace): GatewayError {
  return { code, message: describeFailure(code, place.service), path: place.path, covers: place.covers }
}

/**
 * The errors of an answer, moved to where clients see the fields. Errors whose text is withheld are the same to a client, so
 * one fetch gives one of them for each code.
 */
export function placeErrors(errors: readonly SubgraphError[], place: FetchPlace): GatewayError[] {
  const placed: GatewayError[] = []
  const masked = new Map<string, { error: GatewayError; covers: ResponsePath[] }>()
  for (const error of errors) {
    const shown = presentError(error, place.service)
    const located = error.path === undefined ? [] : place.locate(error.path)
    const paths = located.length > 0 ? located : [place.path]
    const covers = located.length > 0 ? located : place.covers
    if (shown.message === error.message) {
      for (const path of paths) placed.push({ ...shown, path, covers: [path, ...covers] })
      continue
    }
    const known = masked.get(shown.code)
    if (known !== undefined) known.covers.push(...covers)
    else {
      const all = [...covers]
      masked.set(shown.code, { error: { ...shown, path: paths[0], covers: all }, covers: all })
    }
  }
  return [...placed, ...[...masked.values()].map((item) => item.error)]
}

/** The longest path that all paths begin with. */
export function commonPath(paths: readonly ResponsePath[]): ResponsePath {
  const [first, ...others] = paths
  if (first === undefined) return []
  const end = first.findIndex((key, index) => others.some((path) => path[index] !== key))
  return end === -1 ? first : first.slice(0, end)
}
