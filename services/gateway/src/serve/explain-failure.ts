import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import { GraphQLError } from 'graphql'

/**
 * What a client is told about an error that was thrown instead of answered: a coded error keeps its sentence, any other is
 * logged and loses its text.
 */
export function explainFailure(error: unknown, log: Logger): GraphQLError {
  if (error instanceof GraphQLError && typeof error.extensions.code === 'string') {
    log.error({ err: error.originalError ?? error }, error.message)
    return new GraphQLError(error.message, { extensions: { code: error.extensions.code } })
  }
  log.error({ err: error }, 'an operation failed unexpectedly')
  return new GraphQLError('Something went wrong here; the log of the gateway says what.', {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  })
}
