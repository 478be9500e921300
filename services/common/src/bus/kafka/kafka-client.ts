import { Kafka, type KafkaConfig, type logCreator, logLevel, type SASLOptions } from 'kafkajs'
import type { Logger } from '../../log/create-logger.ts'
import type { KafkaConnection } from './kafka-settings.ts'

/** Retries of connecting and of requests: a broker that restarts is met again within a second. */
export const QUICK_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 } as const

/** A kafkajs client that logs into ours: it calls every retried error an error, which for us is a detail. */
export function createKafkaClient(input: {
  readonly connection: KafkaConnection
  readonly clientId: string
  readonly log: Logger
}): Kafka {
  const { connection } = input
  const config: KafkaConfig = {
    clientId: input.clientId,
    brokers: [...connection.brokers],
    connectionTimeout: 3_000,
    // Longer than any pause of a broker: a shorter one makes kafkajs send again what is stored already.
    requestTimeout: 30_000,
    retry: QUICK_RETRY,
    logLevel: logLevel.WARN,
    logCreator: bridgeLog(input.log),
    ssl: typeof connection.tls === 'boolean' ? connection.tls : { ca: [connection.tls.ca] },
  }
  return new Kafka(connection.sasl ? { ...config, sasl: connection.sasl as SASLOptions } : config)
}

function bridgeLog(log: Logger): logCreator {
  return () => (entry) => {
    log.debug({ kafka: { ...entry.log, namespace: entry.namespace } }, `kafka: ${entry.log.message}`)
  }
}
