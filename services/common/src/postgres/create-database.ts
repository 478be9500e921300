import type { Pool } from 'pg'
import { DataSource, type EntitySchema } from 'typeorm'
import { ChorusError } from '../errors/chorus-error.ts'
import type { Logger } from '../log/create-logger.ts'
import { CalmClient } from './calm-client.ts'
import type { Database, QueryResult } from './database.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migration.ts'
import { runTransaction } from './run-transaction.ts'
import { assertSchemaName } from './schema-name.ts'
import { waitForServer } from './wait-for-server.ts'
import { createWakeChannels } from './wake-channels.ts'

export interface DatabaseOptions {
  readonly url: string
  /** Made when missing; nobody else writes to it. */
  readonly schema: string
  /** Default none. */
  readonly entities?: readonly EntitySchema[]
  readonly migrations: readonly Migration[]
  /** Default 10. */
  readonly poolSize?: number
  /** Shown in pg_stat_activity. Default chorus-<schema>. */
  readonly applicationName?: string
  /** Longest statement. Default 30_000 ms. */
  readonly statementTimeoutMs?: number
  /** Longest pause inside a transaction. Default 15_000 ms. */
  readonly idleInTransactionTimeoutMs?: number
  /** How long start waits for the server. Default 30_000 ms. */
  readonly startTimeoutMs?: number
  readonly log: Logger
}

/**
 * A service's schema through TypeORM and raw SQL on one pool. Survives restarts of Postgres: broken connections are dropped
 * and the next call makes new ones.
 */
export function createDatabase(options: DatabaseOptions): Database {
  assertSchemaName(options.schema)
  const dataSource = new DataSource(dataSourceOptions(options))
  const channels = createWakeChannels()
  const { schema } = options
  return {
    schema,
    dataSource,
    ...channels,
    start: async () => {
      await waitForServer(options.url, options.startTimeoutMs ?? 30_000)
      await migrate({ url: options.url, schema, migrations: options.migrations })
      await dataSource.initialize()
    },
    stop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy()
    },
    query: (sql, params) => queryPool(dataSource, sql, params),
    transaction: (work, transactionOptions = {}) =>
      runTransaction({ dataSource, schema, work, options: transactionOptions, wake: channels.wake }),
  }
}

function dataSourceOptions(options: DatabaseOptions): ConstructorParameters<typeof DataSource>[0] {
  return {
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: [...(options.entities ?? [])],
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? `chorus-${options.schema}`,
    connectTimeoutMS: 10_000,
    // Without a listener an idle connection that dies takes the process with it.
    poolErrorHandler: (error: unknown) =>
      options.log.warn({ err: error }, 'a connection to Postgres was lost'),
    extra: {
      Client: CalmClient,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 15_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    },
  }
}

async function queryPool<Row extends object>(
  dataSource: DataSource,
  sql: string,
  params: readonly unknown[] = [],
): Promise<QueryResult<Row>> {
  const pool = poolOf(dataSource)
  const result = await pool.query<Row & Record<string, unknown>>(sql, [...params])
  return { rows: result.rows, rowCount: result.rowCount ?? 0 }
}

function poolOf(dataSource: DataSource): Pool {
  if (!dataSource.isInitialized) {
    throw new ChorusError({ code: 'INTERNAL', message: 'The database was used before start or after stop.' })
  }
  return (dataSource.driver as unknown as { master: Pool }).master
}
