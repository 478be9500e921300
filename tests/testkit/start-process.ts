import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type PortPlan, planPorts } from '../../deploy/local/port-plan.ts'
import { isFree } from '../../deploy/local/preflight/check-ports.ts'
import { withoutOurs } from './outside.ts'
import { waitFor } from './wait-for.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** npm start as a process of its own. */
export interface StartProcess {
  readonly pid: number
  readonly ports: PortPlan
  /** Everything that it has written. */
  output(): string
  /** Waits for a text in its output. */
  waitForText(text: string | RegExp, timeoutMs?: number): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** Waits for its end and gives the exit code; null after a signal. */
  exitCode(timeoutMs?: number): Promise<number | null>
  /** Waits until nothing listens on any of its ports. */
  waitForFreePorts(timeoutMs: number): Promise<void>
}

/** Starts deploy/local/start.ts with flags, on a data folder and a port base. */
export function spawnStart(input: {
  readonly args: readonly string[]
  readonly folder: string
  readonly base: number
  readonly env?: Readonly<Record<string, string>>
}): StartProcess {
  const env = {
    ...withoutOurs(process.env),
    CHORUS_DATA_DIR: input.folder,
    CHORUS_PORT_BASE: String(input.base),
    ...input.env,
  }
  const child = spawn(process.execPath, ['deploy/local/start.ts', ...input.args], { cwd: root, env })
  return watch(child, planPorts(input.base))
}

function watch(child: ChildProcess, ports: PortPlan): StartProcess {
  let text = ''
  let end: { code: number | null } | undefined
  const collect = (chunk: Buffer) => {
    text += chunk.toString('utf8')
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  child.on('close', (code) => {
    end = { code }
  })
  return {
    pid: child.pid ?? 0,
    ports,
    output: () => text,
    waitForText: async (wanted, timeoutMs = 60_000) => {
      const found = () => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))
      await waitFor(() => found() || end !== undefined, { timeoutMs, message: `${wanted} in:\n${text}` })
      if (!found()) throw new Error(`Expected ${wanted}, found the end of the process and:\n${text}`)
    },
    signal: (signal) => void child.kill(signal),
    exitCode: async (timeoutMs = 60_000) =>
      (
        await waitFor(() => end, {
          timeoutMs,
          message: `the end of the process, which has written:\n${text}`,
        })
      ).code,
    waitForFreePorts: async (timeoutMs) => {
      const free = async () => (await Promise.all(Object.values(ports).map(isFree))).every(Boolean)
      await waitFor(free, { timeoutMs, intervalMs: 100, message: 'all ports to be free' })
    },
  }
}
