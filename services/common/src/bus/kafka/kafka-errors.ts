import { ChorusError, messageOf, problem } from '../../errors/chorus-error.ts'

/** The broker could not be asked, or did not answer. */
export function kafkaUnavailable(expected: string, cause: unknown): ChorusError {
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: problem({
      expected,
      found: messageOf(cause) || 'no answer',
      fix: `${adviceFor(cause)}; nothing is lost meanwhile`,
    }),
    retryable: true,
    cause,
  })
}

function adviceFor(cause: unknown): string {
  if (cause instanceof Error && cause.name === 'KafkaJSSASLAuthenticationError')
    return 'Look at KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_SASL_MECHANISM'
  if (/certificate/i.test(messageOf(cause)))
    return 'Set KAFKA_CA_FILE to the PEM file of the authority that signed the brokers'
  return 'Look at the brokers and at KAFKA_BROKERS, KAFKA_TLS and KAFKA_SASL_MECHANISM'
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
