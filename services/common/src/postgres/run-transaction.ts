import type { PoolClient } from 'pg'
import type { DataSource, QueryRunner } from 'typeorm'
import { ChorusError } from '../errors/chorus-error.ts'
import { delay } from '../ids/clock.ts'
import type { Transaction, TransactionOptions } from './database.ts'
import { isConnectionLoss, isSerializationFailure } from './sql-errors.ts'

interface TransactionInput<T> {
  readonly dataSource: DataSource
  readonly schema: string
  readonly work: (tx: Transaction) => Promise<T>
  readonly options: TransactionOptions
  readonly wake: (channel: string) => void
}

/** Runs a transaction, again after failures that leave nothing behind. See Database.transaction. */
export async function runTransaction<T>(input: TransactionInput<T>): Promise<T> {
  const attempts = input.options.attempts ?? 5
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(input)
    } catch (error) {
      if (attempt >= attempts || !isRepeatable(error, input.options.idempotent ?? false)) throw error
      await delay(Math.random() * Math.min(20 * 2 ** attempt, 1_000))
    }
  }
}

function isRepeatable(error: unknown, idempotent: boolean): boolean {
  if (error instanceof ChorusError && error.code === 'COMMIT_UNKNOWN') return idempotent
  return isSerializationFailure(error) || isConnectionLoss(error)
}

async function runOnce<T>(input: TransactionInput<T>): Promise<T> {
  const channels = new Set<string>()
  const runner = input.dataSource.createQueryRunner()
  try {
    const client = (await runner.connect()) as PoolClient
    await runner.startTransaction()
    const result = await workOrRollBack(runner, () =>
      input.work(openTransaction(input.schema, runner, client, channels)),
    )
    await commit(runner)
    for (const channel of channels) input.wake(channel)
    return result
  } finally {
    await runner.release()
  }
}

function openTransaction(
  schema: string,
  runner: QueryRunner,
  client: PoolClient,
  channels: Set<string>,
): Transaction {
  return {
    schema,
    manager: runner.manager,
    wake: (channel) => channels.add(channel),
    query: async <Row extends object>(sql: string, params?: readonly unknown[]) => {
      const result = await client.query<Row & Record<string, unknown>>(
        sql,
        params === undefined ? [] : [...params],
      )
      return { rows: result.rows, rowCount: result.rowCount ?? 0 }
    },
  }
}

async function workOrRollBack<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // Where the connection is gone, so is the transaction.
    await runner.rollbackTransaction().catch(() => undefined)
    throw error
  }
}

async function commit(runner: QueryRunner): Promise<void> {
  try {
    await runner.commitTransaction()
  } catch (error) {
    if (!isConnectionLoss(error)) throw error
    throw new ChorusError({
      code: 'COMMIT_UNKNOWN',
      message:
        'The connection broke during COMMIT, so the transaction may or may not be done; look before doing it again.',
      cause: error,
    })
  }
}
