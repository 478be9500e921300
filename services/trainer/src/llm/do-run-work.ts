import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { isTransient } from '@chorus/common/src/postgres/sql-errors.ts'
import type { Job, JobOutcome } from '@chorus/common/src/queue/work-queue.ts'
import type { SamplerClient } from '../graphql/read-sampler.ts'
import { hasEnded } from '../runs/run-machine.ts'
import { advanceRun } from '../store/advance-run.ts'
import { buildTrainingSet } from '../store/build-training-set.ts'
import { endRun } from '../store/end-run.ts'
import { lockRun, readRunOwner } from '../store/run-row.ts'
import type { WorkRow } from '../store/work.ts'
import { type TrainDeps, trainModel } from './train-model.ts'

export type RunWorkDeps = Omit<TrainDeps, 'readPathTexts'> & { readonly sampler: SamplerClient }

/** Times that a step may throw before its run is given up. */
const MAX_ATTEMPTS = 5

/** The handler of a run's long steps. A step that keeps throwing fails its run instead of leaving it hanging. */
export function createRunWorkHandler(deps: RunWorkDeps) {
  return async (work: Job<WorkRow>, { signal }: { readonly signal: AbortSignal }): Promise<JobOutcome> => {
    try {
      return await doWork(deps, work, signal)
    } catch (error) {
      const isOurs = !signal.aborted && !isTransient(error)
      if (isOurs && work.attempts >= MAX_ATTEMPTS) return giveUp(deps, work, error)
      throw error
    }
  }
}

async function doWork(deps: RunWorkDeps, work: Job<WorkRow>, signal: AbortSignal): Promise<JobOutcome> {
  const owner = await readRunOwner(deps.db, work.row.run_id)
  const readPathTexts = (ids: readonly string[]) => deps.sampler.readPathTexts(ids, owner)
  switch (work.row.kind) {
    case 'START':
      await startRun(deps, work)
      return { kind: 'settled' }
    case 'BUILD_TRAINING_SET':
      await buildTrainingSet({ ...deps, readPathTexts }, work)
      return { kind: 'settled' }
    case 'TRAIN': {
      const outcome = await trainModel({ ...deps, readPathTexts }, work, signal)
      if (outcome === 'paused') await leaveToResume(deps, work)
      return { kind: 'settled' }
    }
  }
}

async function startRun(deps: RunWorkDeps, work: Job<WorkRow>): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const run = await lockRun(tx, work.row.run_id)
    await deps.queue.complete(tx, work)
    if (run !== null) await advanceRun(run, deps.settings)
  })
}

/** Ends the work of a paused run; when the run went on meanwhile, the step is planned anew at once. */
async function leaveToResume(deps: RunWorkDeps, work: Job<WorkRow>): Promise<void> {
  await startRun(deps, work)
}

/** Fails the run of a step that keeps throwing; a run that is being cancelled goes on to its end without the step. */
async function giveUp(deps: RunWorkDeps, work: Job<WorkRow>, error: unknown): Promise<JobOutcome> {
  const { db, queue, log } = deps
  log.error({ err: error, runId: work.row.run_id, kind: work.row.kind }, 'a step of a run failed for good')
  const reason = `failed because the step ${work.row.kind} failed ${work.attempts} times: ${messageOf(error)}`
  await db.transaction(async (tx) => {
    const run = await lockRun(tx, work.row.run_id)
    await queue.fail(tx, work, reason)
    await tx.query(
      `update ${tx.schema}.training_jobs set state = 'CANCELLED', status = 'given up', error = $2
       where id = $1 and state = 'OPEN'`,
      [work.row.job_id, reason],
    )
    if (run === null || hasEnded(run.row.status)) return
    if (run.row.status === 'CANCELLING') await advanceRun(run, deps.settings)
    else await endRun(run, { status: 'FAILED', reason })
  })
  return { kind: 'settled' }
}
