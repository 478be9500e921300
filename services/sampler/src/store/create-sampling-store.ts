import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { delay } from '@chorus/common/src/ids/clock.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { isTransient } from '@chorus/common/src/postgres/sql-errors.ts'
import { createQueue } from '@chorus/common/src/queue/create-queue.ts'
import type { Job, QueueMetrics } from '@chorus/common/src/queue/work-queue.ts'
import type { SamplingStore, TaskResult } from '../sampling/sampling-store.ts'
import type { SamplingTask } from '../sampling/work.ts'
import { blockRun } from './block-run.ts'
import { samplingChannel } from './channels.ts'
import { claimTasks, TASK_LEASE_MS, type TaskRow } from './claim-tasks.ts'
import { findOpenWork } from './find-open-work.ts'
import { finishSampleSets } from './finish-sample-sets.ts'
import { finishStoppedRuns } from './finish-stopped-runs.ts'
import { createSampleSetLoader } from './load-sample-sets.ts'
import { reserveCalls } from './reserve-calls.ts'
import { writeResults } from './write-results.ts'

/** Sampling's work, paths and ledger in Postgres. While the database is away, writes wait for it. */
export function createSamplingStore(db: Database, log: Logger, metrics?: QueueMetrics): SamplingStore {
  const queue = createQueue<TaskRow>({
    db,
    table: `${db.schema}.sampling_tasks`,
    columns: ['sample_set_id', 'question_id'],
    orderBy: 't.id',
    metrics,
  })
  const loadSampleSet = createSampleSetLoader(db, db.schema)
  return {
    findOpenWork: () => findOpenWork(db, db.schema),
    claim: (from) => claimTasks({ db, queue, loadSampleSet }, from),
    renew: (tasks) => queue.renew(tasks.map(toJob), TASK_LEASE_MS),
    release: async (tasks) => {
      for (const task of tasks) await queue.release(toJob(task))
    },
    reserve: (requests) => untilDatabaseAnswers(log, () => reserveCalls(db, requests)),
    write: (results) => untilDatabaseAnswers(log, () => writeTogether(db, results)),
    block: (stop) => db.transaction((tx) => blockRun(tx, stop), { idempotent: true }),
    finish: async () => {
      await finishSampleSets(db)
      await finishStoppedRuns(db)
    },
    onChange: (listener) => db.onWake(samplingChannel, listener),
  }
}

function toJob(task: SamplingTask): Job<TaskRow> {
  const row = { sample_set_id: task.sampleSet.request.sampleSetId, question_id: task.question.questionId }
  return { id: task.taskId, epoch: task.epoch, attempts: 1, row }
}

async function writeTogether(db: Database, results: readonly TaskResult[]): Promise<boolean[]> {
  try {
    const held = await db.transaction((tx) => writeResults(tx, results), { idempotent: true })
    return results.map(({ task }) => held.has(task.taskId))
  } catch (error) {
    if (results.length === 1 || isTransient(error)) throw error
    return writeOneByOne(db, results)
  }
}

/** One result that can't be written must not keep the others. */
async function writeOneByOne(db: Database, results: readonly TaskResult[]): Promise<boolean[]> {
  const written: boolean[] = []
  for (const result of results) {
    const held = await db
      .transaction((tx) => writeResults(tx, [result]), { idempotent: true })
      .catch((error: unknown) => {
        if (isTransient(error)) throw error
        return new Set<string>()
      })
    written.push(held.has(result.task.taskId))
  }
  return written
}

/** Repeats while the database is away: what calls have brought is paid for and must not be lost. */
async function untilDatabaseAnswers<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || failures > 120) throw error
      log.warn({ err: error, failures }, `the database is away: ${messageOf(error)}`)
      await delay(Math.min(100 * failures, 1_000))
    }
  }
}
