import { StaleLeaseError } from '../errors/chorus-error.ts'
import { uuidv7 } from '../ids/uuid.ts'
import type { Database, Queryable } from '../postgres/database.ts'
import { assertSchemaName } from '../postgres/schema-name.ts'
import type { ClaimOptions, Job, QueueMetrics, WorkQueue } from './work-queue.ts'

export interface QueueOptions {
  readonly db: Database
  /** With its schema: 'sampler.tasks'. Has `id` and the columns of queueColumnsSql. */
  readonly table: string
  /** Further columns that a job's row holds, as in SQL. */
  readonly columns: readonly string[]
  /** SQL by which claims choose among what is claimable, over the alias t. Default 't.available_at, t.id'. */
  readonly orderBy?: string
  /** Shown in the column lease_owner. Default a UUID. */
  readonly owner?: string
  readonly metrics?: QueueMetrics | undefined
}

interface ClaimedRow {
  lease_expired: boolean
  id: string
  epoch: string
  attempts: number
}

const maxErrorLength = 2_000

/** A work queue over a table of the service's own. */
export function createQueue<Row extends object = Record<string, unknown>>(
  options: QueueOptions,
): WorkQueue<Row> {
  const { db, table } = options
  const owner = options.owner ?? uuidv7()
  assertSchemaName(table)
  /** Writes where the job is still held by this claim; the parameters after the id and the epoch are from $3 on. */
  const write = async (on: Queryable, job: Job<Row>, set: string, params: readonly unknown[] = []) => {
    const done = await on.query(
      `update ${table} set ${set} where id = $1 and epoch = $2 and state = 'LEASED'`,
      [job.id, job.epoch, ...params],
    )
    return done.rowCount === 1
  }
  const mustWrite = async (on: Queryable, job: Job<Row>, set: string, params: readonly unknown[] = []) => {
    if (await write(on, job, set, params)) return
    throw new StaleLeaseError({ table, id: job.id, epoch: job.epoch })
  }
  return {
    table,
    channel: `queue:${table}`,
    claim: (claimOptions) => claim<Row>({ ...options, owner }, claimOptions),
    renew: (jobs, leaseMs) => renew(db, table, jobs, leaseMs),
    complete: (on, job) => mustWrite(on, job, `state = 'DONE', lease_owner = null, last_error = null`),
    retry: (on, job, { delayMs, reason }) =>
      mustWrite(
        on,
        job,
        `state = 'READY', lease_owner = null, last_error = $4,
         available_at = clock_timestamp() + $3 * interval '1 ms'`,
        [delayMs, shorten(reason)],
      ),
    fail: (on, job, reason) =>
      mustWrite(on, job, `state = 'FAILED', lease_owner = null, last_error = $3`, [shorten(reason)]),
    release: async (job) => {
      await write(
        db,
        job,
        `state = 'READY', lease_owner = null, available_at = clock_timestamp(), attempts = attempts - 1`,
      )
    },
  }
}

async function claim<Row extends object>(
  options: QueueOptions,
  claimOptions: ClaimOptions,
): Promise<Job<Row>[]> {
  const { table, columns, orderBy = 't.available_at, t.id' } = options
  const where = claimOptions.where === undefined ? '' : `and (${claimOptions.where.sql})`
  // statement_timestamp, not clock_timestamp: a stable function can use the index.
  const claimed = await options.db.query<ClaimedRow>(
    `with next as materialized (
       select t.id, t.state = 'LEASED' as lease_expired from ${table} t
       where t.state in ('READY', 'LEASED') and t.available_at <= statement_timestamp() ${where}
       order by ${orderBy} limit $1 for update skip locked
     )
     update ${table} q set state = 'LEASED', lease_owner = $3, epoch = q.epoch + 1, attempts = q.attempts + 1,
       available_at = clock_timestamp() + $2 * interval '1 ms'
     from next where q.id = next.id
     returning next.lease_expired, ${['id', 'epoch', 'attempts', ...columns].map((column) => `q.${column}`).join(', ')}`,
    [claimOptions.limit, claimOptions.leaseMs, options.owner, ...(claimOptions.where?.params ?? [])],
  )
  const expired = claimed.rows.filter((row) => row.lease_expired).length
  if (expired > 0) options.metrics?.leasesExpired(table, expired)
  return claimed.rows.map(({ id, epoch, attempts, lease_expired: _, ...row }) => ({
    ...{ id, epoch, attempts },
    row: row as Row,
  }))
}

async function renew(
  db: Database,
  table: string,
  jobs: readonly Job<object>[],
  leaseMs: number,
): Promise<Set<string>> {
  const kept = await db.query<{ id: string }>(
    `update ${table} q set available_at = clock_timestamp() + $3 * interval '1 ms'
     where q.id = any($1) and q.epoch = ($2::bigint[])[array_position($1, q.id)] and q.state = 'LEASED' returning q.id`,
    [jobs.map((job) => job.id), jobs.map((job) => job.epoch), leaseMs],
  )
  return new Set(kept.rows.map((row) => row.id))
}

function shorten(reason: string): string {
  return reason.replaceAll('\0', '').slice(0, maxErrorLength)
}
