import { ChorusError, messageOf, problem } from '../../errors/chorus-error.ts'

/** The broker could not be asked, or did not answer. */
export function kafkaUnavailable(expected: string, cause: unknown): ChorusError {
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: problem({
      expected,
      found: messageOf(cause) || 'no answer',
      fix: 'Look at the brokers and at KAFKA_BROKERS, KAFKA_TLS and the login; nothing is lost meanwhile',
    }),
    retryable: true,
    cause,
  })
}

/** Topics that nobody has made. */
export function missingTopics(names: readonly string[]): ChorusError {
  return new ChorusError({
    code: 'NOT_FOUND',
    message: problem({
      expected: `topics that exist`,
      found: `none of the name ${names.join(', ')}`,
      fix: 'Make them first (ensureTopics)',
    }),
  })
}
