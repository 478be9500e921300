import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { backoffMs } from './backoff.ts'
import type { ChildEvent } from './child-events.ts'
import { openFreshLog } from './log-file.ts'

/** A process to keep alive. */
export interface ChildSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Default: this process's. */
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
  /** Both outputs go there; that of the last start is kept beside it. */
  readonly logFile: string
  /** Polled until true. A throw counts as false. */
  isReady(): Promise<boolean>
  /** Called before every start; a throw counts as a death. */
  beforeStart?(): Promise<void>
  /** Asks it to stop. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals
}

/** A process that is started again whenever it dies, until it is stopped. */
export interface SupervisedChild {
  readonly name: string
  readonly logFile: string
  /** Undefined while it is not running. */
  pid(): number | undefined
  isReady(): boolean
  /** Deaths since it was last ready. */
  deathsInARow(): number
  start(): void
  /** Asks it to stop, kills it after the deadline, and does not start it again. Resolves when it is gone. */
  stop(deadlineMs: number): Promise<void>
  /** Sends a signal and changes nothing else, so that it will be started again. */
  signal(signal: NodeJS.Signals): void
}

const readyPollMs = 50
/** A process that has been ready for so long has not died "in a row". */
const steadyAfterMs = 30_000

interface State {
  process: ChildProcess | undefined
  exited: Promise<void>
  ready: boolean
  wanted: boolean
  deaths: number
  launch: number
  retry: NodeJS.Timeout | undefined
}

/** Keeps one process alive: starts it, waits until it is ready, starts it again with growing delays when it dies. */
export function superviseChild(spec: ChildSpec, onEvent: (event: ChildEvent) => void): SupervisedChild {
  const state: State = {
    process: undefined,
    exited: Promise.resolve(),
    ready: false,
    wanted: false,
    deaths: 0,
    launch: 0,
    retry: undefined,
  }
  let log: number | undefined
  const openLog = () => {
    log ??= openFreshLog(spec.logFile)
    return log
  }
  const start = () => {
    if (state.wanted) return
    state.wanted = true
    state.deaths = 0
    void launch(spec, state, openLog, onEvent)
  }
  return {
    name: spec.name,
    logFile: spec.logFile,
    pid: () => state.process?.pid,
    isReady: () => state.ready,
    deathsInARow: () => state.deaths,
    start,
    stop: async (deadlineMs) => {
      if (!state.wanted) return state.exited
      await stopChild(spec, state, deadlineMs)
      onEvent({ type: 'stopped', name: spec.name })
    },
    signal: (signal) => void state.process?.kill(signal),
  }
}

async function launch(
  spec: ChildSpec,
  state: State,
  openLog: () => number,
  onEvent: (event: ChildEvent) => void,
): Promise<void> {
  const number = ++state.launch
  const beganAt = performance.now()
  let readyAt: number | undefined
  const onDeath = (exitCode: number | null, signal: NodeJS.Signals | null) => {
    state.process = undefined
    state.ready = false
    if (!state.wanted) return
    const wasSteady = readyAt !== undefined && performance.now() - readyAt > steadyAfterMs
    state.deaths = wasSteady ? 1 : state.deaths + 1
    const retryInMs = backoffMs(state.deaths)
    state.retry = setTimeout(() => void launch(spec, state, openLog, onEvent), retryInMs)
    onEvent({ type: 'died', name: spec.name, exitCode, signal, retryInMs })
  }
  try {
    await spec.beforeStart?.()
  } catch {
    onDeath(null, null)
    return
  }
  if (!state.wanted || number !== state.launch) return
  const child = spawnChild(spec, openLog())
  state.process = child
  state.exited = new Promise((resolve) => {
    let told = false
    const tell = (exitCode: number | null, signal: NodeJS.Signals | null) => {
      if (told) return
      told = true
      onDeath(exitCode, signal)
      resolve()
    }
    child.on('exit', tell)
    child.on('error', () => tell(null, null))
  })
  await pollUntilReady(spec, () => state.process === child)
  if (state.process !== child || child.pid === undefined) return
  readyAt = performance.now()
  state.ready = true
  onEvent({ type: 'ready', name: spec.name, tookMs: readyAt - beganAt, pid: child.pid })
}

/**
 * In a process group of its own, so that Ctrl-C on the terminal reaches only us and we choose the order. It holds the reading end
 * of a pipe that ends when we do, whatever we die of.
 */
function spawnChild(spec: ChildSpec, log: number): ChildProcess {
  const child = spawn(spec.command, spec.args, {
    env: spec.env as NodeJS.ProcessEnv,
    stdio: ['pipe', log, log],
    detached: true,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  })
  child.stdin?.on('error', () => undefined)
  return child
}

async function pollUntilReady(spec: ChildSpec, isCurrent: () => boolean): Promise<void> {
  while (isCurrent()) {
    const ready = await spec.isReady().catch(() => false)
    if (ready) return
    await delay(readyPollMs)
  }
}

async function stopChild(spec: ChildSpec, state: State, deadlineMs: number): Promise<void> {
  state.wanted = false
  state.ready = false
  clearTimeout(state.retry)
  const child = state.process
  if (child === undefined) return
  child.kill(spec.stopSignal ?? 'SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
  await state.exited
  clearTimeout(kill)
}
