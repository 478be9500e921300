import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createKafkaBus } from '@chorus/common/src/bus/kafka/create-kafka-bus.ts'
import {
  type KafkaConnection,
  kafkaConnection,
  kafkaSettings,
} from '@chorus/common/src/bus/kafka/kafka-settings.ts'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { findFreePort, startTestBroker, type TestBroker } from '../testkit/broker.ts'
import { waitFor } from '../testkit/wait-for.ts'

const lib = inject('kafkaLib')
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) {
  const sentence = 'The tests of secured brokers need openssl on the path'
  if (process.env.CI === 'true') throw new Error(`${sentence}: in CI they are required.`)
  console.warn(`\n  !! ${sentence}: they are SKIPPED.\n`)
}

const login = { KAFKA_USERNAME: 'app', KAFKA_PASSWORD: 'app-secret' }
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

describe.skipIf(lib === '' || !hasOpenssl)('a broker that demands a login', () => {
  let folder: string
  let caFile: string
  let broker: TestBroker
  let saslPort: number
  let saslTlsPort: number
  let buses: EventBus[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chorus-tls-'))
    caFile = join(folder, 'cert.pem')
    ;[saslPort, saslTlsPort] = [await findFreePort(), await findFreePort()]
    broker = await startTestBroker({
      lib,
      secured: {
        saslPort,
        saslTlsPort,
        username: login.KAFKA_USERNAME,
        password: login.KAFKA_PASSWORD,
        keystoreFile: makeKeystore(folder),
      },
    })
  })
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close(1_000)))
    buses = []
  })
  afterAll(async () => {
    await broker.remove()
    rmSync(folder, { recursive: true })
  })

  const open = (env: Readonly<Record<string, string>>) => {
    const bus = createKafkaBus({ connection: connectionOf(env), log: silentLogger })
    buses.push(bus)
    return bus
  }
  const plainText = () => ({ KAFKA_BROKERS: `127.0.0.1:${saslPort}` })
  const tls = () => ({ KAFKA_BROKERS: `127.0.0.1:${saslTlsPort}`, KAFKA_TLS: 'true' })

  test.each(mechanisms)('takes events and gives them back after a login by %s', async (mechanism) => {
    await expectRoundTrip(open({ ...plainText(), ...login, KAFKA_SASL_MECHANISM: mechanism }))
  })

  test.each(mechanisms)('does so by %s over TLS, with an authority of its own', async (mechanism) => {
    const env = { ...tls(), ...login, KAFKA_SASL_MECHANISM: mechanism, KAFKA_CA_FILE: caFile }
    await expectRoundTrip(open(env))
  })

  test.each(mechanisms)('refuses a wrong password by %s, and says so within seconds', async (mechanism) => {
    const env = { ...plainText(), ...login, KAFKA_PASSWORD: 'other', KAFKA_SASL_MECHANISM: mechanism }
    const message = await refusalOf(open(env))
    expect(message).toMatch(/authentication failed/i)
    expect(message).toContain('KAFKA_PASSWORD')
    expect(message).not.toContain('other')
  })

  test('is not trusted without the file of its authority', async () => {
    const env = { ...tls(), ...login, KAFKA_SASL_MECHANISM: 'scram-sha-512' }
    const message = await refusalOf(open(env))
    expect(message).toMatch(/self-signed certificate/)
    expect(message).toContain('KAFKA_CA_FILE')
  })

  test('hangs up on plain text where it speaks TLS, and the error names both ends', async () => {
    const { KAFKA_BROKERS } = tls()
    const env = { KAFKA_BROKERS, ...login, KAFKA_SASL_MECHANISM: 'scram-sha-512' }
    const message = await refusalOf(open(env))
    expect(message).toContain(KAFKA_BROKERS)
    expect(message).toContain('KAFKA_TLS')
  })

  test('is not reached by TLS where it speaks plain text', async () => {
    const env = { ...plainText(), ...login, KAFKA_SASL_MECHANISM: 'plain', KAFKA_TLS: 'true' }
    expect(await refusalOf(open(env))).toContain('KAFKA_TLS')
  })

  test('hangs up on those who give no login', async () => {
    expect(await refusalOf(open(plainText()))).toContain('KAFKA_SASL_MECHANISM')
  })
})

/** The settings as a service reads them. */
function connectionOf(env: Readonly<Record<string, string>>): KafkaConnection {
  const connection = kafkaConnection(parseConfig(kafkaSettings(), env))
  if (connection === null) throw new Error('Expected KAFKA_BROKERS among the variables.')
  return connection
}

async function expectRoundTrip(bus: EventBus): Promise<void> {
  const topic = `security.${uuidv7()}`
  const seen: string[] = []
  await bus.start()
  await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }])
  const handler = async (batch: readonly { readonly id: string }[]) => {
    seen.push(...batch.map(({ id }) => id))
  }
  await bus.consume({ group: `group-${topic}`, topics: [topic], handler }).start()
  const id = uuidv7()
  await bus
    .publisher()
    .publish([{ topic, key: 'k', id, type: 'security.tried.v1', headers: {}, value: Buffer.from('x') }])
  await waitFor(() => seen.includes(id), { timeoutMs: 20_000, message: 'the event to come back' })
}

/** The message with which a start is refused, which must come within 10 s. */
async function refusalOf(bus: EventBus): Promise<string> {
  const beganAt = performance.now()
  const error: unknown = await bus.start().catch((thrown: unknown) => thrown)
  expect(performance.now() - beganAt).toBeLessThan(10_000)
  expect(error).toBeInstanceOf(ChorusError)
  return error instanceof ChorusError ? error.message : ''
}

/** A key and a certificate that it signed itself, as the broker wants them: both in one PEM file. */
function makeKeystore(folder: string): string {
  const [key, cert, both] = ['key.pem', 'cert.pem', 'server.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
  const files = ['-keyout', key, '-out', cert]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=localhost']
  execFileSync('openssl', [...request, '-addext', names, ...files], { stdio: 'ignore' })
  writeFileSync(both, readFileSync(key, 'utf8') + readFileSync(cert, 'utf8'))
  return both
}
