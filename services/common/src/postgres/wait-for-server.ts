import pg from 'pg'
import { ChorusError, messageOf, problem } from '../errors/chorus-error.ts'
import { delay } from '../ids/clock.ts'
import { isConnectionLoss } from './sql-errors.ts'

/**
 * Waits until the server takes connections. Other refusals, such as a wrong password, are thrown at once.
 * @throws {ChorusError} UNAVAILABLE after `timeoutMs`.
 */
export async function waitForServer(url: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (!isConnectionLoss(error) || performance.now() > deadline) throw unreachable(url, error)
      await delay(pauseMs)
    }
  }
}

function unreachable(url: string, error: unknown): ChorusError {
  const { host, pathname } = new URL(url)
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: problem({
      expected: `Postgres to take connections at ${host}${pathname}`,
      found: messageOf(error) || 'no answer',
      fix: 'Start it, or set CHORUS_DATABASE_URL to the right one',
    }),
    retryable: true,
    cause: error,
  })
}
