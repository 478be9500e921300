import { ApiError } from './api-error.ts'
import type { Call, Reply } from './call.ts'

/** One supported call. */
export type ApiRoute = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Such as `/v1/files/:id`; a part that begins with a colon takes any text without a slash. */
  readonly pattern: string
  readonly handle: (call: Call) => Promise<Reply> | Reply
}

/** A route that fits, with the texts of its parts. */
export type RouteMatch = { readonly route: ApiRoute; readonly params: Readonly<Record<string, string>> }

/**
 * Finds the route of a request.
 * @throws {ApiError} 404 when no route has this path, 405 when one has it with another method, 400 for a malformed path.
 */
export function matchRoute(routes: readonly ApiRoute[], method: string, path: string): RouteMatch {
  const fitting = routes.flatMap((route) => {
    const params = matchPattern(route.pattern, path)
    return params === null ? [] : [{ route, params }]
  })
  const match = fitting.find(({ route }) => route.method === method)
  if (match !== undefined) return match
  if (fitting.length === 0) {
    const message = `Unknown request URL: ${method} ${path}. The README of the model service lists what is supported.`
    throw new ApiError({ status: 404, code: 'unknown_url', message })
  }
  const allowed = fitting.map(({ route }) => route.method).join(', ')
  const message = `Expected ${allowed} for ${path}, found ${method}.`
  throw new ApiError({ status: 405, code: 'method_not_allowed', message })
}

function matchPattern(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const found = path.split('/')
  if (wanted.length !== found.length) return null
  const params: Record<string, string> = {}
  for (const [position, part] of wanted.entries()) {
    const text = found[position] ?? ''
    if (part.startsWith(':') && text !== '') params[part.slice(1)] = decodePart(text)
    else if (part !== text) return null
  }
  return params
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    const message = `Expected a path whose parts are percent-encoded UTF-8, found '${text}'.`
    throw new ApiError({ status: 400, code: 'invalid_url', message })
  }
}
