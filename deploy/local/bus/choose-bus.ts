import { ConfigError } from '@chorus/common/src/config/parse-config.ts'

/** What the events of a start go over. */
export type ChosenBus =
  | { readonly bus: 'postgres-log' }
  | {
      readonly bus: 'kafka'
      /** As host:port. */
      readonly brokers: readonly string[]
      /** Whether npm start runs the broker. */
      readonly isLocal: boolean
    }

/** Variables about a cluster that is not ours to start. */
const clusterVariables = [
  'KAFKA_BROKERS',
  'KAFKA_TLS',
  'KAFKA_CA_FILE',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_USERNAME',
  'KAFKA_PASSWORD',
]

/**
 * The bus that the flag and the variables ask for.
 * @throws {ConfigError} when --kafka meets variables of another cluster.
 */
export function chooseBus(input: {
  readonly kafka: boolean
  readonly port: number
  readonly env: Readonly<Record<string, string | undefined>>
}): ChosenBus {
  if (!input.kafka) return busOfVariables(input.env.KAFKA_BROKERS)
  const given = clusterVariables.filter((variable) => input.env[variable])
  if (given.length > 0) throw new ConfigError(given.map(notBesideFlag))
  return { bus: 'kafka', brokers: [`127.0.0.1:${input.port}`], isLocal: true }
}

function busOfVariables(list: string | undefined): ChosenBus {
  const brokers = (list ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '')
  return brokers.length === 0 ? { bus: 'postgres-log' } : { bus: 'kafka', brokers, isLocal: false }
}

function notBesideFlag(variable: string) {
  return {
    variable,
    expected: 'nothing beside --kafka, which starts a broker of its own without login or TLS',
    found: 'a value',
    fix: 'Leave out --kafka to use your cluster, or unset the variable',
  }
}
