import type { Queryable } from '../postgres/database.ts'

/** A row of work that this process holds for a while. */
export interface Job<Row extends object = Record<string, unknown>> {
  readonly id: string
  /** Bumped by every claim: results are written only where it is still the same. */
  readonly epoch: string
  /** Claims so far, this one included; a released claim does not count. */
  readonly attempts: number
  /** The extra columns asked for. */
  readonly row: Row
}

export interface ClaimOptions {
  readonly limit: number
  /** The lease, on the database's clock. */
  readonly leaseMs: number
  /** Further condition in SQL over the table's columns (alias `t`), with parameters from $4 on. */
  readonly where?: { readonly sql: string; readonly params: readonly unknown[] }
}

/**
 * Work in a table of the service's own. Every result write takes the database or an open transaction; with a stale epoch it
 * throws StaleLeaseError, so that a transaction around it rolls back.
 */
export interface WorkQueue<Row extends object = Record<string, unknown>> {
  readonly table: string
  /** Channel for `tx.wake` and `db.onWake`: wake it in the transaction that inserts work. */
  readonly channel: string
  claim(options: ClaimOptions): Promise<Job<Row>[]>
  /** Extends the leases; gives the ids that are still held. */
  renew(jobs: readonly Job<Row>[], leaseMs: number): Promise<Set<string>>
  complete(on: Queryable, job: Job<Row>): Promise<void>
  /** Makes the row claimable again after the delay, with the reason. */
  retry(
    on: Queryable,
    job: Job<Row>,
    options: { readonly delayMs: number; readonly reason: string },
  ): Promise<void>
  fail(on: Queryable, job: Job<Row>, reason: string): Promise<void>
  /** Gives the row back untouched: claimable at once, the attempt not counted. Never throws for a stale lease. */
  release(job: Job<Row>): Promise<void>
}

/** What a queue tells of its work. Must not throw. */
export interface QueueMetrics {
  /** Jobs claimed whose last holder had let the lease run out. */
  leasesExpired(table: string, count: number): void
}

/** How a handler ended: `settled` when it wrote the row's state itself, in its own transaction. */
export type JobOutcome =
  | { readonly kind: 'settled' }
  | { readonly kind: 'complete' }
  | { readonly kind: 'retry'; readonly delayMs: number; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string }

export interface WorkerOptions<Row extends object> {
  readonly queue: WorkQueue<Row>
  readonly concurrency: number
  /** The signal is aborted when the lease is lost or the worker stops. A throw counts as a retry with growing delay. */
  readonly handler: (job: Job<Row>, context: { readonly signal: AbortSignal }) => Promise<JobOutcome>
  /** How often to look for work when nothing wakes the worker. Default 500 ms. */
  readonly pollMs?: number
  /** Default 15_000 ms; renewed every third of it. */
  readonly leaseMs?: number
  /** Throws after which a job fails for good. Default 5. A `ChorusError` that is not retryable fails it at once. */
  readonly maxAttempts?: number
}

export interface Worker {
  start(): Promise<void>
  /** Stops claiming, lets jobs end within the deadline (default 5_000 ms), aborts the rest and gives them back. */
  stop(deadlineMs?: number): Promise<void>
  /** Looks for work now. */
  wake(): void
}
