import type { DataSource, EntityManager } from 'typeorm'

/** What a query gives: its rows, and how many were read or written. */
export interface QueryResult<Row> {
  readonly rows: Row[]
  readonly rowCount: number
}

/** Anything SQL can be sent to: the database, or a transaction. */
export interface Queryable {
  /** Rows are trusted to have the shape named; bigint and numeric arrive as strings, timestamptz as Date, jsonb parsed. */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ): Promise<QueryResult<Row>>
}

/** A transaction that is open. Everything done with it is committed or rolled back together. */
export interface Transaction extends Queryable {
  /** The service's schema, unquoted. */
  readonly schema: string
  /** TypeORM on the same connection: entities of runs, datasets and the like. Never for hot paths. */
  readonly manager: EntityManager
  /** Wakes this process's listeners of the channel once the transaction has committed. */
  wake(channel: string): void
}

export interface TransactionOptions {
  /** Tries in all. Default 5. */
  readonly attempts?: number
  /** Whether doing it twice is harmless, so that it may be repeated when the connection broke during COMMIT. Default false. */
  readonly idempotent?: boolean
}

/** A service's own schema in Postgres. */
export interface Database extends Queryable {
  readonly schema: string
  readonly dataSource: DataSource
  /** Waits for the server (30 s), makes the schema, migrates. */
  start(): Promise<void>
  stop(): Promise<void>
  /**
   * Runs the function in a transaction. Serialization failures, deadlocks and connections lost before COMMIT are repeated
   * with a short back-off, so the function must touch nothing but the transaction.
   * @throws {ChorusError} COMMIT_UNKNOWN when the connection broke during COMMIT and `idempotent` is not set.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Calls the listener whenever a transaction of this process that called wake(channel) has committed; gives the way to stop. */
  onWake(channel: string, listener: () => void): () => void
  /** Wakes this process's listeners at once. */
  wake(channel: string): void
}
