import { ChorusError, messageOf } from '../errors/chorus-error.ts'
import { delay } from '../ids/clock.ts'
import type { Logger } from '../log/create-logger.ts'
import type { Database } from '../postgres/database.ts'
import { isTransient } from '../postgres/sql-errors.ts'
import type { Job, JobOutcome, Worker, WorkerOptions } from './work-queue.ts'

interface Running<Row extends object> {
  readonly job: Job<Row>
  readonly abort: AbortController
  readonly done: Promise<void>
}

const maxRetryDelayMs = 60_000

/** The pause before a job that threw is claimable again: 1 s, doubled with each attempt, at most a minute. */
export function retryDelayMs(attempts: number): number {
  return Math.min(1_000 * 2 ** Math.max(attempts - 1, 0), maxRetryDelayMs)
}

/**
 * Claims jobs and runs the handler for up to `concurrency` of them at once; renews their leases; looks for work when woken, when
 * a job has ended, and every `pollMs`. A lease that another has claimed since aborts its handler's signal.
 */
export function createWorker<Row extends object>(
  options: WorkerOptions<Row> & { readonly db: Database; readonly log: Logger },
): Worker {
  const { db, queue, log, pollMs = 500, leaseMs = 15_000 } = options
  const running = new Map<string, Running<Row>>()
  let state: 'new' | 'running' | 'stopping' = 'new'
  let claiming = false
  let claimAgain = false
  let timers: NodeJS.Timeout[] = []
  let unsubscribe: () => void = () => undefined

  const claimOnce = async () => {
    const room = options.concurrency - running.size
    if (room <= 0 || state !== 'running') return
    const jobs = await queue.claim({ limit: room, leaseMs })
    for (const job of jobs) run(job)
    if (jobs.length === room) claimAgain = true
  }
  const wake = async () => {
    claimAgain = true
    if (claiming) return
    claiming = true
    try {
      while (claimAgain && state === 'running') {
        claimAgain = false
        await claimOnce()
      }
    } catch (error) {
      log.warn({ err: error, table: queue.table }, `could not claim work: ${messageOf(error)}`)
    } finally {
      claiming = false
    }
  }
  const run = (job: Job<Row>) => {
    const abort = new AbortController()
    const done = runJob(options, job, abort.signal).finally(() => {
      if (running.get(job.id)?.abort === abort) running.delete(job.id)
      void wake()
    })
    running.set(job.id, { job, abort, done })
  }
  const renew = async () => {
    const held = [...running.values()]
    if (held.length === 0) return
    try {
      const kept = await queue.renew(
        held.map((item) => item.job),
        leaseMs,
      )
      for (const item of held) if (!kept.has(item.job.id)) item.abort.abort()
    } catch (error) {
      log.warn({ err: error, table: queue.table }, `could not renew leases: ${messageOf(error)}`)
    }
  }
  return {
    start: async () => {
      state = 'running'
      unsubscribe = db.onWake(queue.channel, () => void wake())
      timers = [setInterval(() => void wake(), pollMs), setInterval(() => void renew(), leaseMs / 3)]
      void wake()
    },
    stop: async (deadlineMs = 5_000) => {
      if (state !== 'running') return
      state = 'stopping'
      unsubscribe()
      await settleWithin(running, deadlineMs)
      const unfinished = [...running.values()]
      for (const item of unfinished) item.abort.abort()
      await settleWithin(running, Math.min(deadlineMs, 1_000))
      for (const timer of timers) clearInterval(timer)
      // Where the handler has settled its job meanwhile, the epoch or the state no longer fits and nothing happens.
      await Promise.allSettled(unfinished.map((item) => queue.release(item.job)))
    },
    wake: () => void wake(),
  }
}

async function settleWithin<Row extends object>(
  running: ReadonlyMap<string, Running<Row>>,
  deadlineMs: number,
): Promise<void> {
  const timeUp = new AbortController()
  const settled = Promise.all([...running.values()].map((item) => item.done))
  await Promise.race([settled, delay(deadlineMs, timeUp.signal)])
  timeUp.abort()
}

type RunOptions<Row extends object> = WorkerOptions<Row> & { readonly db: Database; readonly log: Logger }

async function runJob<Row extends object>(
  options: RunOptions<Row>,
  job: Job<Row>,
  signal: AbortSignal,
): Promise<void> {
  const { queue, log } = options
  const outcome = await options
    .handler(job, { signal })
    .catch((error: unknown) => judge(options, job, error, signal))
  if (outcome === undefined) return
  try {
    await settle(options, job, outcome)
  } catch (error) {
    log.warn(
      { err: error, table: queue.table, jobId: job.id },
      `the end of a job was not written: ${messageOf(error)}`,
    )
  }
}

/** What a throw of the handler means; undefined when the row is to be left alone, because it is another's or is given back. */
function judge<Row extends object>(
  options: RunOptions<Row>,
  job: Job<Row>,
  error: unknown,
  signal: AbortSignal,
): JobOutcome | undefined {
  const { queue, log, maxAttempts = 5 } = options
  const reason = messageOf(error)
  log.warn(
    { err: error, table: queue.table, jobId: job.id, attempts: job.attempts },
    `a job threw: ${reason}`,
  )
  if (signal.aborted || (error instanceof ChorusError && error.code === 'STALE_LEASE')) return undefined
  const retryable = isTransient(error) || !(error instanceof ChorusError)
  // Failures of the database do not use up a job's attempts.
  if (retryable && (isTransient(error) || job.attempts < maxAttempts)) {
    return { kind: 'retry', delayMs: retryDelayMs(job.attempts), reason }
  }
  return { kind: 'fail', reason }
}

async function settle<Row extends object>(
  options: RunOptions<Row>,
  job: Job<Row>,
  outcome: JobOutcome,
): Promise<void> {
  const { db, queue } = options
  switch (outcome.kind) {
    case 'settled':
      return
    case 'complete':
      return queue.complete(db, job)
    case 'retry':
      return queue.retry(db, job, outcome)
    case 'fail':
      return queue.fail(db, job, outcome.reason)
  }
}
