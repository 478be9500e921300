import { join } from 'node:path'
import { ChorusError, messageOf, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { installJars } from '../../kafka/install-jars.ts'
import { startBroker } from '../../kafka/start-broker.ts'
import type { PortPlan } from '../port-plan.ts'
import type { ChosenBus } from './choose-bus.ts'
import { isSameBus, readLastBus, rememberBus } from './last-bus.ts'
import { describeUnread, type Unread } from './unread-events.ts'
import { unreadInKafka } from './unread-in-kafka.ts'
import { unreadInLog, unreadInOutboxes, withClient } from './unread-in-postgres.ts'

export interface ChangeBusInput {
  /** Data folder; remembers the bus. */
  readonly folder: string
  readonly bus: ChosenBus
  readonly databaseUrl: string
  readonly ports: PortPlan
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Remembers the bus of this start; to be called while the database runs and the services do not. Another bus than the last one is
 * refused while anything on that one is unread: those events would never be handled, and their runs stand still.
 * @throws {ChorusError} CONFLICT that says what is unread and what to do; nothing is remembered then.
 */
export async function changeBus(input: ChangeBusInput): Promise<void> {
  const last = readLastBus(input.folder)
  if (!isSameBus(last, input.bus)) {
    const unread = await readUnread(input, last).catch((error: unknown) => {
      throw refuse(last, `no way to ask it (${messageOf(error)})`, error)
    })
    if (unread.length > 0) throw refuse(last, describeUnread(unread))
  }
  rememberBus(input.folder, input.bus)
}

async function readUnread(input: ChangeBusInput, last: ChosenBus): Promise<Unread[]> {
  const inDatabase = await withClient(input.databaseUrl, async (client) => [
    ...(await unreadInOutboxes(client)),
    ...(last.bus === 'postgres-log' ? await unreadInLog(client) : []),
  ])
  return last.bus === 'postgres-log' ? inDatabase : [...inDatabase, ...(await unreadOnKafka(input, last))]
}

async function unreadOnKafka(
  input: ChangeBusInput,
  last: Extract<ChosenBus, { bus: 'kafka' }>,
): Promise<Unread[]> {
  if (!last.isLocal) return unreadInKafka(last.brokers, input.env)
  const folder = join(input.folder, 'kafka')
  const { kafka: port, kafkaController: controllerPort } = input.ports
  const broker = await startBroker({ folder, lib: await installJars(folder), port, controllerPort })
  try {
    return await unreadInKafka(broker.brokers, {})
  } finally {
    await broker.stop()
  }
}

function refuse(last: ChosenBus, found: string, cause?: unknown): ChorusError {
  return new ChorusError({
    code: 'CONFLICT',
    message: problem({
      expected: `nothing unread on the bus of the last start, ${nameOf(last)}, before another takes its place`,
      found,
      fix: `Start once more with that bus (${commandFor(last)}), let its runs end or pause them, stop it, and start with the other bus then. Or begin anew: --fresh`,
    }),
    cause,
  })
}

function nameOf(bus: ChosenBus): string {
  if (bus.bus === 'postgres-log') return 'the log in PostgreSQL'
  return bus.isLocal ? 'the local Kafka' : `the Kafka at ${bus.brokers.join(',')}`
}

function commandFor(bus: ChosenBus): string {
  if (bus.bus === 'postgres-log') return 'npm start -- --no-demo, without KAFKA_BROKERS'
  return bus.isLocal
    ? 'npm start -- --kafka --no-demo'
    : `KAFKA_BROKERS=${bus.brokers.join(',')} npm start -- --no-demo`
}
