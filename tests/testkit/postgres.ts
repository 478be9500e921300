import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** A database of its own on the test server. */
export interface TestDatabase {
  readonly url: string
  /** A query from outside the code under test. */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ): Promise<Row[]>
  /** Cuts all connections to the database but this one; gives how many. Like a restart of Postgres for those who hold them. */
  cutConnections(): Promise<number>
  /** Drops the database, whoever is connected. */
  drop(): Promise<void>
}

/** Makes an empty database on the server of postgres-setup.ts; call drop in afterAll. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOnServer(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: url.href, max: 2, application_name: 'chorus-test' })
  pool.on('error', () => undefined)
  return {
    url: url.href,
    query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
      (await pool.query<Row & Record<string, unknown>>(sql, [...params])).rows,
    cutConnections: async () => {
      const result = await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name <> 'chorus-test'`)
      return result.rowCount ?? 0
    },
    drop: async () => {
      await pool.end()
      await runOnServer(serverUrl, `drop database ${name} with (force)`)
    },
  }
}

async function runOnServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
