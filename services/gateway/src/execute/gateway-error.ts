import { GraphQLError } from 'graphql'
import type { ResponsePath } from './json.ts'
import type { FailureCode, SubgraphError } from './subgraph-port.ts'

/** Codes that a subgraph may pass on to clients, with the message it wrote for them. */
const publicCodes: ReadonlySet<string> = new Set([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
])

/** An error on its way to a client; paths are in the plan's keys until the response is completed. */
export interface GatewayError {
  readonly message: string
  readonly code: string
  readonly path: ResponsePath | undefined
  /** Places whose missing values this error explains; a null there needs no error of its own. */
  readonly covers: readonly ResponsePath[]
}

const consequence = 'so this part of the answer is missing'

const failureSentences: Record<FailureCode, (service: string) => string> = {
  SUBGRAPH_UNAVAILABLE: (service) => `The service "${service}" cannot be reached, ${consequence}.`,
  SUBGRAPH_ERROR: (service) => `The service "${service}" failed, ${consequence}.`,
  TIMEOUT: (service) => `The service "${service}" did not answer in time, ${consequence}.`,
  CANCELLED: (service) => `The call of the service "${service}" was cancelled, ${consequence}.`,
}

/** The message for a subgraph that gave no usable answer. */
export function describeFailure(code: FailureCode, service: string): string {
  return failureSentences[code](service)
}

/**
 * The code and message that a client may see for an error of a subgraph. Known codes keep the subgraph's sentence unless it
 * looks like internals (a stack, an address); everything else becomes one fixed sentence.
 */
export function presentError(error: SubgraphError, service: string): { code: string; message: string } {
  if (error.code !== undefined && publicCodes.has(error.code) && isPresentable(error.message)) {
    return { code: error.code, message: error.message }
  }
  const kept = error.code === 'INTERNAL_SERVER_ERROR' || (error.code && publicCodes.has(error.code))
  return {
    code: kept && error.code ? error.code : 'SUBGRAPH_ERROR',
    message: describeFailure('SUBGRAPH_ERROR', service),
  }
}

/** A stack frame, an IPv4 address with a port, or a local host with one. */
const internals = /\n|^\s*at .+:\d+:\d+|\b\d{1,3}(\.\d{1,3}){3}:\d+|\blocalhost:\d+|\bECONN|\bENOTFOUND/i

function isPresentable(message: string): boolean {
  return message.length > 0 && message.length <= 1_000 && !internals.test(message)
}

/** The error as graphql-js knows it, with code and correlation id and nothing else. */
export function toGraphQLError(error: Omit<GatewayError, 'covers'>, requestId: string): GraphQLError {
  return new GraphQLError(error.message, {
    path: error.path ?? null,
    extensions: { code: error.code, requestId },
  })
}
