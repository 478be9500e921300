import { z } from 'zod'
import { ApiError, invalidBody } from '../http/api-error.ts'

/** A page of a list in OpenAI's shape. */
export type Page<T> = {
  readonly object: 'list'
  readonly data: readonly T[]
  readonly first_id: string | null
  readonly last_id: string | null
  readonly has_more: boolean
}

/**
 * The page that a query asks for, of items in the order they are listed.
 * @throws {ApiError} 400 for a limit outside 1–`maxLimit` or a cursor that is not the id of an item.
 */
export function pageOf<T extends { readonly id: string }>(input: {
  readonly items: readonly T[]
  readonly query: URLSearchParams
  readonly defaultLimit: number
  readonly maxLimit: number
}): Page<T> {
  const limitSchema = z.coerce.number().int().min(1).max(input.maxLimit).default(input.defaultLimit)
  const schema = z.object({ after: z.string().optional(), limit: limitSchema })
  const parsed = schema.safeParse(Object.fromEntries(input.query))
  if (!parsed.success) throw invalidBody(parsed.error)
  const { after, limit } = parsed.data
  const start = after === undefined ? 0 : input.items.findIndex((item) => item.id === after) + 1
  if (after !== undefined && start === 0) {
    const message = `Invalid value for 'after': expected the id of an item of this list, found '${after}'.`
    throw new ApiError({ status: 400, code: 'invalid_value', message, param: 'after' })
  }
  const data = input.items.slice(start, start + limit)
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + limit < input.items.length,
  }
}
