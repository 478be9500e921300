import { setTimeout as delay } from 'node:timers/promises'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { brokerPidFile, livingBroker } from './broker-pid-file.ts'

const pollMs = 50
const steps = [
  { signal: 'SIGTERM', patienceMs: 8_000 },
  { signal: 'SIGKILL', patienceMs: 4_000 },
] as const

/**
 * Stops the broker of a start that was killed, if it still runs.
 * @returns its pid, or undefined.
 */
export async function endStaleBroker(folder: string): Promise<number | undefined> {
  const pidFile = brokerPidFile(folder)
  const pid = livingBroker(pidFile)
  if (pid === undefined) return undefined
  for (const { signal, patienceMs } of steps) {
    process.kill(pid, signal)
    const deadline = performance.now() + patienceMs
    while (performance.now() < deadline) {
      if (livingBroker(pidFile) !== pid) return pid
      await delay(pollMs)
    }
  }
  throw new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: `Expected the Kafka of an earlier start (pid ${pid}) to stop, found it still running. End it: kill -KILL ${pid}.`,
  })
}
