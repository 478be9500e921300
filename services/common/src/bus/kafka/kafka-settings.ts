import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { commaList, setting, trueOrFalse, wholeNumber } from '../../config/setting.ts'
import { ChorusError, problem } from '../../errors/chorus-error.ts'

/** How to reach Kafka. `KAFKA_BROKERS` alone decides whether events go over Kafka or the log in Postgres. */
export function kafkaSettings() {
  return {
    kafkaBrokers: setting({
      variable: 'KAFKA_BROKERS',
      schema: commaList.optional(),
      description: 'Brokers as host:port, comma separated. Left out, events go over the log in Postgres.',
      example: 'kafka-1:9092,kafka-2:9092',
    }),
    kafkaSaslMechanism: setting({
      variable: 'KAFKA_SASL_MECHANISM',
      schema: z
        .enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'plain, scram-sha-256 or scram-sha-512')
        .optional(),
      description: 'How to log in; with KAFKA_USERNAME and KAFKA_PASSWORD.',
      example: 'scram-sha-512',
    }),
    kafkaUsername: setting({
      variable: 'KAFKA_USERNAME',
      schema: z.string().optional(),
      description: 'User of the login.',
    }),
    kafkaPassword: setting({
      variable: 'KAFKA_PASSWORD',
      schema: z.string().optional(),
      description: 'Password of the login.',
      secret: true,
    }),
    kafkaTls: setting({
      variable: 'KAFKA_TLS',
      schema: trueOrFalse,
      description: 'Whether the brokers speak TLS.',
      default: 'false',
    }),
    kafkaCaFile: setting({
      variable: 'KAFKA_CA_FILE',
      schema: z.string().optional(),
      description:
        'PEM file of the authority that signed the brokers; left out, the system’s authorities count.',
    }),
    kafkaSessionTimeoutMs: setting({
      variable: 'KAFKA_SESSION_TIMEOUT_MS',
      schema: wholeNumber(6_000, 300_000),
      description: 'After so long without a heartbeat a consumer counts as dead, in milliseconds.',
      default: '30000',
    }),
  }
}

/** A cluster and how to log in to it. */
export interface KafkaConnection {
  readonly brokers: readonly string[]
  /** Trusted authority as PEM text; true for the system's authorities; false for no TLS. */
  readonly tls: boolean | { readonly ca: string }
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
    readonly username: string
    readonly password: string
  }
  readonly sessionTimeoutMs: number
}

/**
 * The connection that the settings describe; null when no brokers are named.
 * @throws {ChorusError} BAD_CONFIGURATION when a login is half given or the CA file cannot be read.
 */
export function kafkaConnection(config: {
  readonly kafkaBrokers?: readonly string[] | undefined
  readonly kafkaSaslMechanism?: 'plain' | 'scram-sha-256' | 'scram-sha-512' | undefined
  readonly kafkaUsername?: string | undefined
  readonly kafkaPassword?: string | undefined
  readonly kafkaTls: boolean
  readonly kafkaCaFile?: string | undefined
  readonly kafkaSessionTimeoutMs: number
}): KafkaConnection | null {
  if (!config.kafkaBrokers?.length) return null
  const { kafkaSaslMechanism: mechanism, kafkaUsername: username, kafkaPassword: password } = config
  const parts = [mechanism, username, password].filter((part) => part !== undefined)
  if (parts.length !== 0 && parts.length !== 3) {
    throw badConfiguration(
      'KAFKA_SASL_MECHANISM, KAFKA_USERNAME and KAFKA_PASSWORD together',
      'only some of them',
    )
  }
  const login = mechanism && username && password ? { sasl: { mechanism, username, password } } : {}
  return {
    brokers: config.kafkaBrokers,
    tls: config.kafkaTls && config.kafkaCaFile ? { ca: readCa(config.kafkaCaFile) } : config.kafkaTls,
    sessionTimeoutMs: config.kafkaSessionTimeoutMs,
    ...login,
  }
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw badConfiguration('KAFKA_CA_FILE to name a readable PEM file', file, cause)
  }
}

function badConfiguration(expected: string, found: string, cause?: unknown): ChorusError {
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({ expected, found, fix: 'Set all of them, or none' }),
    cause,
  })
}
