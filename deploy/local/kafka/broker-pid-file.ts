import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine } from '../data-folder/process-identity.ts'

/** Where the broker that npm start supervises leaves its pid; that of npm run kafka has a file of its own. */
export function brokerPidFile(folder: string): string {
  return join(folder, 'kafka', 'supervised.pid')
}

/** Pid of the broker in the file; undefined when there is none, or the pid has gone to another program. */
export function livingBroker(pidFile: string): number | undefined {
  const pid = readPid(pidFile)
  if (pid === undefined) return undefined
  return commandLine(pid)?.includes('kafka.Kafka') ? pid : undefined
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}
