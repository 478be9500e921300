import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { explainStart } from './explain-start.ts'
import { prepareKafka } from './kafka/kafka-child.ts'
import { watchBroker } from './kafka/watch-broker.ts'
import type { PortPlan, ServiceName } from './port-plan.ts'
import { preparePostgres } from './postgres/postgres-child.ts'
import { watchPostgres } from './postgres/watch-postgres.ts'
import { serviceSpec } from './service-spec.ts'
import type { ChildEvent } from './supervise/child-events.ts'
import { type SupervisedChild, superviseChild } from './supervise/supervised-child.ts'

/** What a platform is made of. */
export interface PlatformInput {
  /** Data folder; must exist. */
  readonly folder: string
  readonly ports: PortPlan
  /** In the order in which they are started. */
  readonly services: readonly ServiceName[]
  /** The person's own variables; each service gets those that it knows. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** A Postgres to use in place of an embedded one. */
  readonly databaseUrl?: string | undefined
  /** Run a Kafka, and send the services' events over it. Default false. */
  readonly kafka?: boolean
  /** Called when the database is ready and before the services that use it start; a throw ends the start. */
  readonly beforeServices?: (databaseUrl: string) => Promise<void>
  readonly onEvent: (event: ChildEvent) => void
}

/** Everything that npm start runs, as processes that are kept alive. */
export interface Platform {
  /**
   * Resolves when everything is ready.
   * @throws {ChorusError} UNAVAILABLE with the last log lines of the process that does not become ready.
   */
  start(): Promise<void>
  /** Stops in reverse within 10 s. Idempotent. */
  stop(): Promise<void>
  /** Kills everything at once. */
  kill(): void
  child(name: ServiceName | 'postgres' | 'kafka'): SupervisedChild
  /** Known once start has begun its first process. */
  databaseUrl(): string
}

const startDeadlineMs = 60_000
const deathsBeforeGivingUp = 3
const pollMs = 20
const serviceStopMs = 3_000
const servicesStopMs = 7_500
/** Of Postgres and Kafka, at the same time. */
const storeStopMs = 2_000

/** Puts the processes together; nothing runs before start. */
export function createPlatform(input: PlatformInput): Platform {
  const logs = join(input.folder, 'logs')
  const children = new Map<string, SupervisedChild>()
  let databaseUrl = input.databaseUrl
  const watches: (() => void)[] = []
  let env = input.env
  let stopping = false

  const startPostgres = async () => {
    const prepared = await preparePostgres({
      folder: input.folder,
      port: input.ports.postgres,
      logFile: join(logs, 'postgres.log'),
    })
    databaseUrl = prepared.url
    if (stopping) return
    const child = superviseChild(prepared.spec, input.onEvent)
    children.set('postgres', child)
    watches.push(watchPostgres(prepared.dataDirectory))
    child.start()
    await untilReady([child], () => stopping)
  }
  const startKafka = async () => {
    const { spec, pidFile, brokers } = await prepareKafka({ ...input, logFile: join(logs, 'kafka.log') })
    env = { ...env, KAFKA_BROKERS: brokers.join(',') }
    if (stopping) return
    const child = superviseChild(spec, input.onEvent)
    children.set('kafka', child)
    watches.push(watchBroker(pidFile))
    child.start()
    await untilReady([child], () => stopping)
  }
  const startStores = async () => {
    if (databaseUrl === undefined) await startPostgres()
    if (stopping) return
    await input.beforeServices?.(databaseUrl ?? '')
    if (input.kafka && !stopping) await startKafka()
  }
  const startServices = async (names: readonly ServiceName[]) => {
    if (stopping) return
    const started = names.map((name) => {
      const spec = serviceSpec({ ...input, env, name, databaseUrl: databaseUrl ?? '', logs })
      return superviseChild(spec, input.onEvent)
    })
    for (const child of started) {
      children.set(child.name, child)
      child.start()
    }
    await untilReady(started, () => stopping)
  }
  const stopAll = async () => {
    stopping = true
    const deadline = performance.now() + servicesStopMs
    for (const name of [...input.services].reverse()) {
      const leftMs = Math.max(0, deadline - performance.now())
      await children.get(name)?.stop(Math.min(serviceStopMs, leftMs))
    }
    await Promise.all(['postgres', 'kafka'].map((name) => children.get(name)?.stop(storeStopMs)))
    for (const end of watches) end()
  }
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= stopAll()
    return stopped
  }
  return {
    start: async () => {
      mkdirSync(logs, { recursive: true })
      const needDatabase = input.services.filter((name) => name !== 'model')
      const model = startServices(input.services.filter((name) => name === 'model'))
      // Awaited below; a failure meanwhile must not count as unhandled.
      model.catch(() => undefined)
      await startStores()
      await startServices(needDatabase)
      await model
    },
    stop,
    kill: () => {
      stopping = true
      for (const child of children.values()) child.signal(child.name === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
    },
    child: (name) => {
      const child = children.get(name)
      if (child === undefined) throw new Error(`Expected ${name} to be a part of this platform, found none.`)
      return child
    },
    databaseUrl: () => databaseUrl ?? '',
  }
}

async function untilReady(children: readonly SupervisedChild[], isStopping: () => boolean): Promise<void> {
  const deadline = performance.now() + startDeadlineMs
  while (!isStopping()) {
    const waiting = children.find((child) => !child.isReady())
    if (waiting === undefined) return
    const late = performance.now() > deadline
    const hopeless = children.find(
      (child) => !child.isReady() && child.deathsInARow() >= deathsBeforeGivingUp,
    )
    if (hopeless !== undefined || late) throw explainStart(hopeless ?? waiting)
    await delay(pollMs)
  }
}
