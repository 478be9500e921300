import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { commandLine } from '../data-folder/process-identity.ts'

const pollMs = 50
const politeMs = 8_000
const firmMs = 4_000

/**
 * Makes a data directory ready for a new server after a start that was killed: stops a server that still runs on it, and removes the
 * pid file of one that is gone. A process that only happens to have the pid is left alone.
 * @returns the pid of the server that had to be stopped, or undefined.
 */
export async function endStalePostmaster(dataDirectory: string): Promise<number | undefined> {
  const pidFile = join(dataDirectory, 'postmaster.pid')
  const pid = readPid(pidFile)
  if (pid === undefined) return undefined
  if (!isOurServer(pid, dataDirectory)) {
    rmSync(pidFile, { force: true })
    return undefined
  }
  for (const [signal, patienceMs] of [
    ['SIGINT', politeMs],
    ['SIGQUIT', firmMs],
  ] as const) {
    process.kill(pid, signal)
    if (await isGone(pid, dataDirectory, patienceMs)) return pid
  }
  throw new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: `Expected the PostgreSQL of an earlier start (pid ${pid}) to stop, found it still running. End it: kill -QUIT ${pid}.`,
  })
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** The server is started with `-D <data directory>`; its children change their command line and are never in the pid file. */
function isOurServer(pid: number, dataDirectory: string): boolean {
  return commandLine(pid)?.includes(`-D ${dataDirectory}`) ?? false
}

async function isGone(pid: number, dataDirectory: string, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  while (isOurServer(pid, dataDirectory)) {
    if (performance.now() > deadline) return false
    await delay(pollMs)
  }
  return true
}
