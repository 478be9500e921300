import type { z } from 'zod'
import { ApiError, invalidBody } from './api-error.ts'

/** A request as handlers see it. */
export type Call = {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly contentType: string
  readonly body: Buffer
  /** Aborted when the client goes away before its answer is complete. */
  readonly signal: AbortSignal
}

/** What a handler answers with. */
export type Reply =
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly contentType: string }
  /** Server-sent events, one JSON value each; `[DONE]` is added. Headers are sent with the first. */
  | { readonly kind: 'stream'; readonly events: AsyncIterable<unknown> }

/** A JSON reply with status 200. */
export function json(body: unknown): Reply {
  return { kind: 'json', body }
}

/** A named part of the path. @throws {ApiError} 404 when the route has none of that name. */
export function pathParam(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined)
    throw new ApiError({ status: 404, code: 'unknown_url', message: `No '${name}' in the path.` })
  return value
}

/** Parses a JSON body. @throws {ApiError} 400 that names the parameter. */
export function parseBody<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJsonObject(call.body))
  if (!parsed.success) throw invalidBody(parsed.error)
  return parsed.data
}

/** Parses a body that must be one JSON object. @throws {ApiError} 400 invalid_json. */
export function parseJsonObject(body: Buffer): object {
  const text = body.toString('utf8')
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below, together with JSON that is not an object.
  }
  const found =
    text === '' ? 'nothing' : `${text.length} characters that begin with ${JSON.stringify(text.slice(0, 40))}`
  throw new ApiError({
    status: 400,
    code: 'invalid_json',
    message: `We could not parse the JSON body of your request: expected one JSON object, found ${found}.`,
  })
}
