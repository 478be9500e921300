import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { ChorusError, type ErrorCode } from '../errors/chorus-error.ts'
import { uuidv7 } from '../ids/uuid.ts'
import type { Logger } from '../log/create-logger.ts'

/** The codes that clients may see; all others are ours to know. */
const publicCodes: ReadonlySet<ErrorCode> = new Set([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
])

/**
 * An error as clients see it: errors of ours with a public code keep their sentence, and so do errors of the query itself
 * (syntax, validation, variables), with the code that Apollo Server gave them. Everything else is logged and replaced by INTERNAL_SERVER_ERROR with a correlation id.
 */
export function maskError(error: unknown, log: Logger, codeOfServer?: unknown): GraphQLFormattedError {
  const place = error instanceof GraphQLError ? placeOf(error) : {}
  const cause = rootOf(error)
  if (cause instanceof ChorusError && publicCodes.has(cause.code)) {
    return { message: cause.message, ...place, extensions: { code: cause.code, retryable: cause.retryable } }
  }
  if (cause instanceof GraphQLError) {
    const found = codeOfServer ?? cause.extensions.code
    const code = typeof found === 'string' ? found : 'BAD_USER_INPUT'
    if (code !== 'INTERNAL_SERVER_ERROR') return { message: cause.message, ...place, extensions: { code } }
  }
  const correlationId = uuidv7()
  log.error({ err: cause, correlationId, path: place.path }, 'an unexpected error was masked')
  return {
    message: `Something went wrong here. The log of the service has it under ${correlationId}.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
  }
}

/** What was thrown first: GraphQL wraps the errors of resolvers. */
function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? rootOf(error.originalError) : error
}

function placeOf(error: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  const { locations, path } = error
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) }
}

/** Why a request gets no answer, and the HTTP status that says so. */
export interface Refusal {
  readonly status: number
  readonly error: GraphQLFormattedError
}

/** What `make` throws, fit for clients; undefined when it does not throw. */
export function findRefusal(log: Logger, make: () => unknown): Refusal | undefined {
  try {
    make()
    return undefined
  } catch (thrown) {
    const error = maskError(thrown, log)
    return { status: statusOf(error.extensions?.code), error }
  }
}

/** Runs `make`; what it throws becomes a GraphQLError fit for clients, with the HTTP status. */
export function orRefuse<T>(log: Logger, make: () => T): T {
  try {
    return make()
  } catch (thrown) {
    const { message, extensions = {} } = maskError(thrown, log)
    throw new GraphQLError(message, {
      extensions: { ...extensions, http: { status: statusOf(extensions.code) } },
    })
  }
}

function statusOf(code: unknown): number {
  switch (code) {
    case 'BAD_USER_INPUT':
      return 400
    case 'UNAUTHENTICATED':
      return 401
    case 'FORBIDDEN':
      return 403
    default:
      return 500
  }
}
