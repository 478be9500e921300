/** Where a broker listens and what it demands of clients. */
export type BrokerPlan = {
  readonly port: number
  readonly controllerPort: number
  /** Folder of the log, absolute. */
  readonly logFolder: string
  /** Further listeners that demand a password or TLS; for tests of secured clusters. Default none. */
  readonly secured?: SecuredListeners
}

export type SecuredListeners = {
  /** SASL (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) without TLS. */
  readonly saslPort: number
  /** SASL over TLS. */
  readonly saslTlsPort: number
  readonly username: string
  readonly password: string
  /** PEM file with the server's key and certificate. */
  readonly keystoreFile: string
}

/** The configuration of a one-node KRaft broker on the loopback address, as text of a properties file. */
export function brokerProperties(plan: BrokerPlan): string {
  const listeners = [`PLAINTEXT://127.0.0.1:${plan.port}`, ...securedListeners(plan.secured)]
  const settings: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${plan.controllerPort}`].join(','),
    'advertised.listeners': listeners.join(','),
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${plan.controllerPort}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': plan.logFolder,
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.num.partitions': 5,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // The old registration of a killed broker must lapse before the next start: 3.7 s instead of 12 s.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
    // 128 MB by default, taken at start.
    'log.cleaner.dedupe.buffer.size': 2097152,
    ...(plan.secured ? securedSettings(plan.secured) : {}),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function securedListeners(secured: SecuredListeners | undefined): string[] {
  if (!secured) return []
  return [`SASL://127.0.0.1:${secured.saslPort}`, `SASLTLS://127.0.0.1:${secured.saslTlsPort}`]
}

function securedSettings(secured: SecuredListeners): Record<string, string> {
  const login = 'org.apache.kafka.common.security'
  const jaas = (listener: string) => ({
    [`listener.name.${listener}.scram-sha-512.sasl.jaas.config`]: `${login}.scram.ScramLoginModule required;`,
    [`listener.name.${listener}.scram-sha-256.sasl.jaas.config`]: `${login}.scram.ScramLoginModule required;`,
    [`listener.name.${listener}.plain.sasl.jaas.config`]: `${login}.plain.PlainLoginModule required user_${secured.username}="${secured.password}";`,
  })
  return {
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,SASLTLS:SASL_SSL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,SCRAM-SHA-256,PLAIN',
    ...jaas('sasl'),
    ...jaas('sasltls'),
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': secured.keystoreFile,
  }
}
