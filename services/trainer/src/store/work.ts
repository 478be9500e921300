import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { createQueue } from '@chorus/common/src/queue/create-queue.ts'
import type { QueueMetrics, WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import type { LockedRun } from './run-row.ts'

export type WorkKind = 'START' | 'BUILD_TRAINING_SET' | 'TRAIN'

/** A step of a run that takes long or calls others: claimed under a lease, fenced by its epoch. */
export type WorkRow = {
  readonly run_id: string
  readonly kind: WorkKind
  readonly iteration_id: string | null
  readonly job_id: string | null
}

/** The queue of the runs' long steps. */
export function createRunWork(db: Database, metrics?: QueueMetrics): WorkQueue<WorkRow> {
  return createQueue<WorkRow>({
    db,
    table: `${db.schema}.run_work`,
    columns: ['run_id', 'kind', 'iteration_id', 'job_id'],
    metrics,
  })
}

/** Makes sure that a step is being worked on; does nothing while one of its kind is open. */
export async function ensureWork(
  run: LockedRun,
  work: { readonly kind: WorkKind; readonly iterationId?: string; readonly jobId?: string },
): Promise<void> {
  const { tx, row } = run
  await tx.query(
    `insert into ${tx.schema}.run_work (id, run_id, kind, iteration_id, job_id)
     select $1, $2, $3, $4::uuid, $5::uuid where not exists (
       select 1 from ${tx.schema}.run_work
       where run_id = $2 and kind = $3 and iteration_id is not distinct from $4::uuid
         and job_id is not distinct from $5::uuid and state in ('READY', 'LEASED'))`,
    [uuidv7(), row.id, work.kind, work.iterationId ?? null, work.jobId ?? null],
  )
  tx.wake(`queue:${tx.schema}.run_work`)
}
