import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { ConfigError } from '@chorus/common/src/config/parse-config.ts'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { areJarsInstalled } from '../kafka/install-jars.ts'
import { changeBus } from './bus/change-bus.ts'
import { type ChosenBus, chooseBus } from './bus/choose-bus.ts'
import { type FolderLock, lockFolder } from './data-folder/lock-file.ts'
import { emptyDataFolder, holdsData, openDataFolder } from './data-folder/open-data-folder.ts'
import { checkKafka } from './kafka/check-kafka.ts'
import { endStaleBroker } from './kafka/end-stale-broker.ts'
import type { StartOptions } from './options.ts'
import { describeEvent, type Output } from './output.ts'
import { createPlatform, type Platform } from './platform.ts'
import { portsInUse, serviceNames } from './port-plan.ts'
import { endStalePostmaster } from './postgres/end-stale-postmaster.ts'
import { checkDisk } from './preflight/check-disk.ts'
import { checkPorts } from './preflight/check-ports.ts'
import { readEnvironment, type StartEnvironment } from './read-environment.ts'
import { relativePath, runDemo } from './run-demo.ts'

/** Processes of a killed start end within 10 s. */
const patienceMs = 12_000

export interface StartInput {
  readonly options: StartOptions
  readonly env: Readonly<Record<string, string | undefined>>
  readonly output: Output
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal
  /** Called with what kills everything at once, for the second Ctrl-C. */
  readonly onPlatform: (platform: Platform) => void
}

/**
 * The whole of npm start: checks, processes, demo, stop.
 * @returns the exit code: 0 done, 1 failed, 2 wrong variable, 130 interrupted before what was asked for was done.
 */
export async function runStart(input: StartInput): Promise<number> {
  try {
    return await checkAndRun(input)
  } catch (error) {
    if (!(error instanceof ChorusError)) throw error
    input.output.error(error.message)
    return error instanceof ConfigError ? 2 : 1
  }
}

async function checkAndRun(input: StartInput): Promise<number> {
  const environment = readEnvironment(input.env)
  const { dataFolder } = environment.config
  const { kafka } = input.options
  const bus = chooseBus({ kafka, port: environment.ports.kafka, env: input.env })
  if (input.options.fresh && holdsData(dataFolder) && !(await confirmFresh(dataFolder, input.signal))) {
    input.output.line('Nothing was deleted.')
    return 1
  }
  mkdirSync(dataFolder, { recursive: true })
  const lock = lockFolder(dataFolder, `http://127.0.0.1:${environment.ports.gateway}`)
  try {
    return await runOnFolder({ ...input, environment, bus, lock })
  } finally {
    lock.release()
  }
}

interface FolderInput extends StartInput {
  readonly environment: StartEnvironment
  readonly bus: ChosenBus
  readonly lock: FolderLock
}

async function runOnFolder(input: FolderInput): Promise<number> {
  const { environment, lock } = input
  const { config, ports } = environment
  const { dataFolder } = config
  if (lock.abandonedBy !== undefined) {
    input.output.line(
      `An earlier start (pid ${lock.abandonedBy}) was killed; its processes are given time to end.`,
    )
    await endStalePostmaster(join(dataFolder, 'postgres', 'data'))
    await endStaleBroker(dataFolder)
  }
  if (input.options.fresh) emptyDataFolder(dataFolder)
  openDataFolder(dataFolder)
  await checkDisk(dataFolder)
  if (input.options.kafka) await readyForKafka(input)
  const patience = lock.abandonedBy === undefined ? {} : { patienceMs }
  await checkPorts({ ports: portsInUse(ports, input.options.kafka), base: config.portBase, ...patience })
  const platform = makePlatform(input)
  input.onPlatform(platform)
  input.output.line(`Chorus keeps its data in ${relativePath(dataFolder)}. Starting:`)
  try {
    await startUnlessAborted(platform, input.signal)
    return await showAndStay(input)
  } finally {
    if (input.signal.aborted) input.output.line('Stopping …')
    await platform.stop()
  }
}

function makePlatform(input: FolderInput): Platform {
  const { config, ports } = input.environment
  const { dataFolder: folder, databaseUrl } = config
  const { bus, env } = input
  return createPlatform({
    folder,
    ports,
    services: serviceNames,
    env,
    databaseUrl,
    kafka: input.options.kafka,
    beforeServices: (databaseUrl) => changeBus({ folder, bus, databaseUrl, ports, env }),
    onEvent: (event) => {
      const line = describeEvent(event, ports)
      if (line !== undefined) input.output.line(line)
    },
  })
}

async function readyForKafka({ environment, output }: FolderInput): Promise<void> {
  const { dataFolder } = environment.config
  await checkKafka(dataFolder)
  if (await areJarsInstalled(join(dataFolder, 'kafka'))) return
  output.line('Maven fetches Apache Kafka (27 MB), this once.')
}

async function showAndStay(input: FolderInput): Promise<number> {
  const { options, signal, output, environment } = input
  const isDone = options.demo ? await runDemo(input) : true
  if (options.once && signal.aborted) return 130
  if (options.once) return isDone ? 0 : 1
  if (signal.aborted) return 0
  output.line(`Chorus is up: http://127.0.0.1:${environment.ports.gateway}/graphql. Ctrl-C stops everything.`)
  await once(signal, 'abort')
  return 0
}

async function startUnlessAborted(platform: Platform, signal: AbortSignal): Promise<void> {
  const onAbort = () => void platform.stop()
  signal.addEventListener('abort', onAbort, { once: true })
  await platform.start()
  signal.removeEventListener('abort', onAbort)
}

/** Asks on a terminal; elsewhere --fresh itself is the answer. */
async function confirmFresh(folder: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question(`Delete all runs, paths and models in ${folder}? [y/N] `, {
      signal,
    })
    return /^y(es)?$/i.test(answer.trim())
  } catch {
    return false
  } finally {
    terminal.close()
  }
}
