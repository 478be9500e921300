import { ChorusError, problem } from '../errors/chorus-error.ts'

/** Largest page that a connection gives. */
export const MAX_PAGE = 1_000

/** A page that was asked for: `limit` rows behind the keys in `after`. */
export type PageRequest = {
  /** 1–1,000. */
  readonly limit: number
  /** Sort keys of the last row seen; null for the first page. */
  readonly after: readonly string[] | null
}

export type Connection<Node> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Opaque cursor of a row's sort keys. */
export function toCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/**
 * Reads `first` and `after`.
 * @param keyCount number of sort keys in this connection's cursors.
 * @throws {ChorusError} BAD_USER_INPUT when `first` is outside 1–1,000 or `after` is not a cursor of this list.
 */
export function parsePage(
  args: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  keyCount: number,
): PageRequest {
  const limit = args.first ?? 20
  if (limit < 1 || limit > MAX_PAGE) {
    throw badInput('first', `a page of 1–${MAX_PAGE} items`, String(limit), 'Ask for fewer and use `after`')
  }
  if (args.after === null || args.after === undefined) return { limit, after: null }
  const after = parseCursor(args.after)
  if (after?.length !== keyCount) {
    throw badInput(
      'after',
      'a cursor that this list gave',
      JSON.stringify(args.after),
      'Use `pageInfo.endCursor`',
    )
  }
  return { limit, after }
}

function parseCursor(cursor: string): readonly string[] | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? keys : null
  } catch {
    return null
  }
}

function badInput(argument: string, expected: string, found: string, fix: string): ChorusError {
  return new ChorusError({
    code: 'BAD_USER_INPUT',
    message: `Argument \`${argument}\`: ${problem({ expected, found, fix })}`,
  })
}

/** A connection from up to `limit + 1` rows: ask the database for one row more than the page holds. */
export function toConnection<Row, Node>(input: {
  readonly rows: readonly Row[]
  readonly page: PageRequest
  readonly keysOf: (row: Row) => readonly string[]
  readonly toNode: (row: Row) => Node
}): Connection<Node> {
  const rows = input.rows.slice(0, input.page.limit)
  const edges = rows.map((row) => ({ cursor: toCursor(input.keysOf(row)), node: input.toNode(row) }))
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: input.rows.length > rows.length,
      hasPreviousPage: input.page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
