import { createHash } from 'node:crypto'
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import type { Graph } from '../plan/graph.ts'
import { createLruCache } from '../plan/lru-cache.ts'

/** Most tokens in an operation's text. */
export const maxQueryTokens = 20_000

/** An operation that can be executed, or the errors to send back. */
export type ParsedOperation =
  | {
      readonly kind: 'valid'
      readonly document: DocumentNode
      readonly operation: OperationDefinitionNode
      readonly key: string
    }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }

type CheckedText =
  | { readonly kind: 'valid'; readonly document: DocumentNode }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }

/** Parses and validates operations that don't come through ApolloServer (WebSocket and SSE). */
export type ParseOperation = (input: {
  readonly graph: Graph
  readonly query: string
  readonly operationName: string | undefined
}) => ParsedOperation

/** A parser that remembers the last 1,000 texts. */
export function createOperationParser(options: { readonly introspection: boolean }): ParseOperation {
  const rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  const checked = createLruCache<CheckedText>(1_000)
  return ({ graph, query, operationName }) => {
    const hash = createHash('sha256').update(query).digest('hex')
    const text = checked.getOrMake(`${graph.hash} ${hash}`, () => checkText(graph, query, rules))
    if (text.kind === 'invalid') return text
    const operation = getOperationAST(text.document, operationName)
    if (operation) return { ...text, operation, key: operationKey(hash, operationName) }
    const message =
      operationName === undefined
        ? 'Several operations came without operationName; name the one to run.'
        : `There is no operation named "${operationName}" in the document.`
    return invalid([new GraphQLError(message)], 'OPERATION_RESOLUTION_FAILURE')
  }
}

/** The key of an operation for the cache of plans. */
export function operationKey(queryHash: string, operationName: string | null | undefined): string {
  return `${queryHash} ${operationName ?? ''}`
}

function checkText(graph: Graph, query: string, rules: Parameters<typeof validate>[2]): CheckedText {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: maxQueryTokens })
  } catch (error) {
    const errors = [error instanceof GraphQLError ? error : new GraphQLError('The query cannot be parsed')]
    return invalid(errors, 'GRAPHQL_PARSE_FAILED')
  }
  const errors = validate(graph.apiSchema, document, rules)
  return errors.length === 0 ? { kind: 'valid', document } : invalid(errors, 'GRAPHQL_VALIDATION_FAILED')
}

function invalid(errors: readonly GraphQLError[], code: string) {
  const coded = errors.map(
    ({ message, nodes, source, positions }) =>
      new GraphQLError(message, {
        nodes: nodes ?? null,
        source: source ?? null,
        positions: positions ?? null,
        extensions: { code },
      }),
  )
  return { kind: 'invalid', errors: coded } as const
}
