import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../testkit/postgres.ts'
import { waitFor } from '../../testkit/wait-for.ts'

const MAIN = fileURLToPath(new URL('../../../services/voter/src/main.ts', import.meta.url))

const start = (env: Readonly<Record<string, string>>) =>
  spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return address !== null && typeof address === 'object' ? address.port : 0
}

const endOf = async (child: ChildProcess) => {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

test('the voter runs on Node as it stands, gets ready, and ends with 0 on SIGTERM', async () => {
  const database = await createTestDatabase()
  const port = await freePort()
  const child = start({ CHORUS_DATABASE_URL: database.url, CHORUS_VOTER_PORT: String(port) })
  await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, { timeoutMs: 40_000 })
  const ended = endOf(child)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  await database.drop()
})

test('a wrong setting is told in a sentence without a stack, and the exit code is 1', async () => {
  const child = start({ CHORUS_VOTER_PORT: 'many' })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  expect(await endOf(child)).toBe(1)
  expect(said).toContain('CHORUS_VOTER_PORT')
  expect(said).toContain('CHORUS_DATABASE_URL')
  expect(said).not.toContain('    at ')
})
