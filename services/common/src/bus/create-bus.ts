import type { ConfigOf } from '../config/setting.ts'
import type { Logger } from '../log/create-logger.ts'
import type { EventBus } from './event-bus.ts'
import { createKafkaBus } from './kafka/create-kafka-bus.ts'
import { kafkaConnection, type kafkaSettings } from './kafka/kafka-settings.ts'
import { createPostgresBus } from './postgres-log/create-postgres-bus.ts'

/** The bus that the settings name: Kafka where `KAFKA_BROKERS` is set, otherwise the log in Postgres. */
export function createBus(input: {
  readonly config: ConfigOf<ReturnType<typeof kafkaSettings>> & { readonly databaseUrl: string }
  /** Name of the service, for the brokers' logs and pg_stat_activity. */
  readonly service: string
  readonly log: Logger
}): EventBus {
  const { config, service, log } = input
  const connection = kafkaConnection(config)
  return connection
    ? createKafkaBus({ connection, clientId: `chorus-${service}`, log })
    : createPostgresBus({ url: config.databaseUrl, applicationName: `chorus-${service}-bus`, log })
}
