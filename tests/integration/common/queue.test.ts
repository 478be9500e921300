import { ChorusError, hasCode } from '@chorus/common/src/errors/chorus-error.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { createQueue } from '@chorus/common/src/queue/create-queue.ts'
import { createWorker } from '@chorus/common/src/queue/create-worker.ts'
import { queueColumnsSql, queueIndexSql } from '@chorus/common/src/queue/queue-schema.ts'
import type { Job, JobOutcome, WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'
import { waitFor } from '../../testkit/wait-for.ts'

interface JobRow {
  name: string
}

let database: TestDatabase
let db: Database
let queue: WorkQueue<JobRow>
const table = 'worker.jobs'
beforeAll(async () => {
  database = await createTestDatabase()
  const sql = `create table {schema}.jobs (id uuid primary key, name text not null, results integer not null default 0,
    ${queueColumnsSql});\n${queueIndexSql('{schema}.jobs')}`
  db = createDatabase({
    url: database.url,
    schema: 'worker',
    migrations: [{ id: '0001-jobs', sql }],
    log: silentLogger,
  })
  await db.start()
  queue = createQueue<JobRow>({ db, table, columns: ['name'] })
})
beforeEach(() => database.query('truncate worker.jobs'))
const workers: { stop(deadlineMs?: number): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(0)))
})
afterAll(async () => {
  await db.stop()
  await database.drop()
})

const addJobs = (count: number) =>
  db.transaction(async (tx) => {
    const ids = Array.from({ length: count }, () => uuidv7())
    await tx.query(`insert into worker.jobs (id, name) select id, 'job' from unnest($1::uuid[]) as u (id)`, [
      ids,
    ])
    tx.wake(queue.channel)
    return ids
  })
const states = async () =>
  (await database.query<{ state: string }>('select state from worker.jobs order by id')).map(
    (row) => row.state,
  )
const isState = (state: string) => waitFor(async () => (await states()).every((found) => found === state))
const claimOne = async (leaseMs = 10_000) => {
  const [job] = await queue.claim({ limit: 1, leaseMs })
  if (job === undefined) throw new Error('Expected a job to claim, found none.')
  return job
}

async function startWorker(
  handler: (job: Job<JobRow>, context: { signal: AbortSignal }) => Promise<JobOutcome>,
  more: { concurrency?: number; leaseMs?: number; maxAttempts?: number; pollMs?: number } = {},
) {
  const worker = createWorker<JobRow>({
    db,
    queue,
    log: silentLogger,
    concurrency: 4,
    pollMs: 50,
    handler,
    ...more,
  })
  await worker.start()
  workers.push(worker)
  return worker
}

test('no job is claimed twice by claims at the same time', async () => {
  await addJobs(100)
  const claims = await Promise.all(
    Array.from({ length: 10 }, () => queue.claim({ limit: 20, leaseMs: 10_000 })),
  )
  const ids = claims.flat().map((job) => job.id)
  expect(ids.length).toBe(100)
  expect(new Set(ids).size).toBe(100)
})

test("a frozen worker's result is refused once another has claimed the job, and its transaction leaves nothing", async () => {
  await addJobs(1)
  const frozen = await claimOne(1)
  const next = await waitFor(() => claimOne())
  expect(next.id).toBe(frozen.id)
  const late = db.transaction(async (tx) => {
    await tx.query('update worker.jobs set results = results + 1 where id = $1', [frozen.id])
    await queue.complete(tx, frozen)
  })
  const error = await late.catch((thrown: unknown) => thrown)
  expect(hasCode(error, 'STALE_LEASE')).toBe(true)
  for (const write of [
    () => queue.retry(db, frozen, { delayMs: 0, reason: 'late' }),
    () => queue.fail(db, frozen, 'late'),
  ]) {
    await expect(write()).rejects.toThrow('another worker has claimed it')
  }
  await queue.release(frozen)
  expect((await queue.renew([frozen], 10_000)).size).toBe(0)
  await db.transaction(async (tx) => {
    await tx.query('update worker.jobs set results = results + 1 where id = $1', [next.id])
    await queue.complete(tx, next)
  })
  expect(await database.query('select state, results, attempts from worker.jobs')).toEqual([
    { state: 'DONE', results: 1, attempts: 2 },
  ])
})

test('a claim tells of leases that ran out, and of no job that was given back or is new', async () => {
  const expired: unknown[] = []
  const metrics = { leasesExpired: (...told: [string, number]) => expired.push(told) }
  const measured = createQueue<JobRow>({ db, table, columns: ['name'], metrics })
  await addJobs(2)
  const [first] = await measured.claim({ limit: 2, leaseMs: 1 })
  if (first !== undefined) await measured.release(first)
  await waitFor(async () => (await measured.claim({ limit: 1, leaseMs: 10_000 })).length === 1)
  await waitFor(async () => (await measured.claim({ limit: 1, leaseMs: 10_000 })).length === 1)
  expect(expired).toEqual([[table, 1]])
})

test('a lease that is renewed is not taken over; a job given back is claimable at once and the attempt not counted', async () => {
  await addJobs(1)
  const job = await claimOne(50)
  expect(await queue.renew([job], 10_000)).toEqual(new Set([job.id]))
  const pastLease = performance.now() + 80
  await waitFor(() => performance.now() > pastLease)
  expect(await queue.claim({ limit: 1, leaseMs: 1_000 })).toEqual([])
  await queue.release(job)
  expect((await claimOne()).attempts).toBe(1)
})

test('claims take a further condition', async () => {
  const [first, second] = await addJobs(2)
  await db.query(`update worker.jobs set name = 'other' where id = $1`, [first])
  const claimed = await queue.claim({
    limit: 9,
    leaseMs: 1_000,
    where: { sql: 't.name = $4', params: ['job'] },
  })
  expect(claimed).toMatchObject([{ id: second, row: { name: 'job' }, attempts: 1 }])
})

test('a worker does all jobs once, as many at a time as it may', async () => {
  let atOnce = 0
  let most = 0
  const done: string[] = []
  await startWorker(async (job) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    await new Promise((resolve) => setImmediate(resolve))
    atOnce -= 1
    done.push(job.id)
    return { kind: 'complete' }
  })
  const ids = await addJobs(30)
  await isState('DONE')
  expect([...done].sort()).toEqual(ids)
  expect(most).toBeLessThanOrEqual(4)
})

test('a transaction that inserts work wakes the worker of its process', async () => {
  await startWorker(async () => ({ kind: 'complete' }), { pollMs: 600_000 })
  await waitFor(async () => (await queue.claim({ limit: 1, leaseMs: 1 })).length === 0)
  await addJobs(3)
  await isState('DONE')
})

test('a throw is tried again later, and fails for good after the last attempt or when it is not retryable', async () => {
  await addJobs(1)
  await startWorker(
    async () => {
      throw new Error('not yet')
    },
    { maxAttempts: 2 },
  )
  const rows = await waitFor(async () => {
    const found = await database.query<{ state: string }>(
      'select state, attempts, last_error from worker.jobs',
    )
    return found[0]?.state === 'FAILED' ? found : undefined
  })
  expect(rows).toEqual([{ state: 'FAILED', attempts: 2, last_error: 'not yet' }])
  await workers.pop()?.stop()
  await database.query('truncate worker.jobs')
  await startWorker(async () => {
    throw new ChorusError({ code: 'CONFLICT', message: 'never' })
  })
  await addJobs(1)
  await isState('FAILED')
  expect(await database.query('select attempts from worker.jobs')).toEqual([{ attempts: 1 }])
})

test('a running job keeps its lease; a lost lease aborts the handler', async () => {
  const [id] = await addJobs(1)
  let started = 0
  let aborted = false
  await startWorker(
    (_job, { signal }) => {
      started += 1
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true
          reject(new Error('aborted'))
        })
      })
    },
    { leaseMs: 300 },
  )
  await waitFor(() => started > 0)
  const later = performance.now() + 700
  await waitFor(() => performance.now() > later)
  expect(started).toBe(1)
  await database.query(
    `update worker.jobs set epoch = epoch + 1, available_at = now() + interval '1 hour' where id = $1`,
    [id],
  )
  await waitFor(() => aborted)
  expect(await states()).toEqual(['LEASED'])
})

test('a stopped worker gives back what it did not finish', async () => {
  await addJobs(2)
  let started = 0
  const worker = await startWorker(() => {
    started += 1
    return new Promise(() => undefined)
  })
  await waitFor(() => started === 2)
  await worker.stop(100)
  expect(await states()).toEqual(['READY', 'READY'])
  expect(await queue.claim({ limit: 9, leaseMs: 1_000 })).toHaveLength(2)
})
