import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { Kafka, logLevel } from 'kafkajs'
import { type BrokerPlan, brokerProperties } from './broker-properties.ts'
import { run } from './install-jars.ts'

export type PrepareBrokerInput = Omit<BrokerPlan, 'logFolder'> & {
  /** Folder of the data, absolute; formatted at the first start. */
  readonly folder: string
  readonly lib: string
}

export type StartBrokerInput = PrepareBrokerInput & {
  /** The broker outlives this process. Default false. */
  readonly isDetached?: boolean
}

/** How to run a broker whose data folder is ready. */
export type BrokerCommand = {
  readonly command: string
  readonly args: readonly string[]
  /** Where it will answer. */
  readonly brokers: readonly string[]
}

export type RunningBroker = {
  readonly pid: number
  readonly brokers: readonly string[]
  /** SIGTERM and wait, at most 20 s. Idempotent. */
  stop(): Promise<void>
}

/** Any 22-character cluster id will do: a data folder is never shared between clusters. */
const clusterId = 'Y2hvcnVzLWNsdXN0ZXItMQ'
const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'
const readyTimeoutMs = 60_000

/**
 * Starts a single-node Apache Kafka (KRaft) and waits until it answers: about 2 s and 190 MB.
 * @throws {ChorusError} UNAVAILABLE with the last lines of its log when it dies or does not answer within 60 s.
 */
export async function startBroker(input: StartBrokerInput): Promise<RunningBroker> {
  const { command, args, brokers } = await prepareBroker(input)
  const logFile = join(input.folder, 'broker.log')
  const child = spawnBroker({ command, args, logFile, isDetached: input.isDetached ?? false })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const isUp = await Promise.race([waitUntilReady(brokers), exited.then(() => false)])
  if (!isUp || child.pid === undefined) {
    child.kill('SIGKILL')
    throw notStarted(await readFile(logFile, 'utf8').catch(() => ''))
  }
  if (input.isDetached) child.unref()
  return { pid: child.pid, brokers, stop: () => stopChild(child, exited) }
}

/** Writes a broker's configuration, and formats its data folder at the first start. */
export async function prepareBroker(input: PrepareBrokerInput): Promise<BrokerCommand> {
  await mkdir(input.folder, { recursive: true })
  const logFolder = join(input.folder, 'data')
  const properties = join(input.folder, 'server.properties')
  await writeFile(properties, brokerProperties({ ...input, logFolder }))
  await formatOnce({ ...input, logFolder, properties })
  const flags = ['-Xmx192m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError']
  return {
    command: 'java',
    args: [...flags, quiet, '-cp', `${input.lib}/*`, 'kafka.Kafka', properties],
    brokers: [`127.0.0.1:${input.port}`],
  }
}

async function formatOnce(
  input: PrepareBrokerInput & { logFolder: string; properties: string },
): Promise<void> {
  const isFormatted = await access(join(input.logFolder, 'meta.properties')).then(
    () => true,
    () => false,
  )
  if (isFormatted) return
  const { secured } = input
  const users = secured
    ? ['SCRAM-SHA-512', 'SCRAM-SHA-256'].flatMap((mechanism) => [
        '--add-scram',
        `${mechanism}=[name=${secured.username},password=${secured.password}]`,
      ])
    : []
  const tool = ['-cp', `${input.lib}/*`, quiet, 'kafka.tools.StorageTool', 'format', '--standalone']
  await run('java', [...tool, '-t', clusterId, '-c', input.properties, ...users])
}

function spawnBroker(input: {
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly isDetached: boolean
}) {
  const log = openSync(input.logFile, 'a')
  const child = spawn(input.command, input.args, {
    stdio: ['ignore', log, log],
    detached: input.isDetached,
  })
  closeSync(log)
  return child
}

async function waitUntilReady(brokers: readonly string[]): Promise<boolean> {
  const deadlineMs = performance.now() + readyTimeoutMs
  while (performance.now() < deadlineMs) {
    if (await answers(brokers)) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

/** Whether a broker answers there now. */
export async function answers(brokers: readonly string[]): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'chorus-probe',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    await admin.listTopics()
    return true
  } catch {
    return false
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

async function stopChild(child: ReturnType<typeof spawnBroker>, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await exited
  clearTimeout(killer)
}

function notStarted(log: string): ChorusError {
  const last = log.trim().split('\n').slice(-5).join('\n')
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: problem({
      expected: `Kafka to answer within ${readyTimeoutMs / 1000} s`,
      found: last === '' ? 'nothing, and an empty log' : `its log ends with:\n${last}`,
      fix: 'Free the port or choose another by CHORUS_KAFKA_PORT, or remove the data folder if it is of another version',
    }),
  })
}
