import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SecuredListeners } from '../../deploy/kafka/broker-properties.ts'
import { startBroker } from '../../deploy/kafka/start-broker.ts'
import { watchProcess } from '../../deploy/local/supervise/watch-process.ts'

/** A real broker that a test may break. */
export interface TestBroker {
  readonly brokers: readonly string[]
  /** Ends it and waits until it has: politely, or by kill -9. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again on its data and its ports. */
  restart(): Promise<void>
  /** SIGSTOP or SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** Ends it and removes every trace. */
  remove(): Promise<void>
}

const tmp = fileURLToPath(new URL('../.tmp/', import.meta.url))

/** Starts a broker on a folder and ports of its own. It ends with this process, whatever that dies of. */
export async function startTestBroker(input: {
  /** Folder of the broker's jars. */
  readonly lib: string
  readonly secured?: SecuredListeners
}): Promise<TestBroker> {
  const [port, controllerPort] = [await findFreePort(), await findFreePort()]
  const folder = join(tmp, `kafka-${process.pid}-${port}`)
  await mkdir(folder, { recursive: true })
  const pidFile = join(folder, 'test.pid')
  const endWatch = watchProcess(pidFile, [
    { afterSeconds: 0, signal: 'TERM' },
    { afterSeconds: 5, signal: 'KILL' },
  ])
  const start = async () => {
    const started = await startBroker({ folder, port, controllerPort, ...input })
    await writeFile(pidFile, String(started.pid))
    return started
  }
  let broker = await start()
  return {
    brokers: broker.brokers,
    end: async (signal) => {
      if (signal === 'SIGKILL') process.kill(broker.pid, signal)
      await broker.stop()
    },
    restart: async () => {
      broker = await start()
    },
    signal: (signal) => void process.kill(broker.pid, signal),
    remove: async () => {
      await broker.stop()
      endWatch()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port that the system has just found free. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
