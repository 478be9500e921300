import { delay } from '@chorus/common/src/ids/clock.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import type { Job } from '@chorus/common/src/queue/work-queue.ts'
import { hasEnded } from '../runs/run-machine.ts'
import type { ReadPathTexts } from '../store/build-training-set.ts'
import { readExamples } from '../store/read-examples.ts'
import {
  endJob,
  type JobStore,
  noteProgress,
  noteSubmitted,
  readTrainingJob,
  type TrainingJobRow,
} from '../store/training-jobs.ts'
import type { WorkRow } from '../store/work.ts'
import { type JobEnd, judgeJob, type RemoteJob, vanishedJob } from '../training/judge-job.ts'
import { toJsonLine } from '../training/render-example.ts'
import { callEndpoint, EndpointFault } from './endpoint-faults.ts'
import type { FineTuning } from './fine-tuning.ts'

export type TrainDeps = JobStore & {
  readonly createFineTuning: (job: TrainingJobRow) => FineTuning
  readonly readPathTexts: ReadPathTexts
  readonly log: Logger
}

const POLL_MS = { shortest: 200, longest: 5_000 } as const
/** How long the cancellation of a job is tried at an endpoint that does not answer. */
const CANCEL_PATIENCE_MS = 15_000
/** Examples read at a time while the file is written. */
const EXAMPLES_PAGE = 1_000

/**
 * Sees a fine-tuning job through: finds or submits it, follows it, and writes how it ended. Goes on with a job that another
 * process began. A run that is being cancelled has its job cancelled; a paused run submits none.
 */
export async function trainModel(
  deps: TrainDeps,
  work: Job<WorkRow>,
  signal: AbortSignal,
): Promise<'settled' | 'paused'> {
  const startedMs = performance.now()
  let unwantedSinceMs: number | null = null
  while (!signal.aborted) {
    const job = await readTrainingJob(deps.db, work.row.job_id ?? '')
    if (job.job_id === null && job.run_status === 'PAUSED') return 'paused'
    if (isUnwanted(job)) unwantedSinceMs ??= performance.now()
    const seen = await look(deps, job, signal)
    const end = seen.end ?? giveUpCancelling(unwantedSinceMs)
    if (end !== null) {
      await endJob(deps, work, job, end)
      return 'settled'
    }
    const elapsedMs = performance.now() - startedMs
    const pauseMs = Math.min(Math.max(elapsedMs / 10, POLL_MS.shortest), POLL_MS.longest)
    await delay(Math.max(pauseMs, seen.waitMs), signal)
  }
  signal.throwIfAborted()
  return 'settled'
}

function isUnwanted(job: TrainingJobRow): boolean {
  return job.run_status === 'CANCELLING' || hasEnded(job.run_status)
}

/** An endpoint that does not answer must not keep a run from being cancelled. */
function giveUpCancelling(unwantedSinceMs: number | null): JobEnd | null {
  if (unwantedSinceMs === null || performance.now() - unwantedSinceMs < CANCEL_PATIENCE_MS) return null
  return { state: 'CANCELLED', status: 'cancellation not confirmed', trainedTokens: 0 }
}

/** One look at the job: how it ended, or null while it has not; and how long the endpoint wants to be left alone. */
type Look = { readonly end: JobEnd | null; readonly waitMs: number }

async function look(deps: TrainDeps, job: TrainingJobRow, signal: AbortSignal): Promise<Look> {
  try {
    const remote = await callEndpoint(() => deps.createFineTuning(job))
    if (isUnwanted(job)) return { end: await cancelRemote(remote, job), waitMs: 0 }
    if (job.job_id !== null) return { end: await follow(deps, remote, job, job.job_id), waitMs: 0 }
    await noteSubmitted(deps, job, await findOrSubmit(deps, remote, job, signal))
    return { end: null, waitMs: 0 }
  } catch (error) {
    if (signal.aborted || !(error instanceof EndpointFault)) throw error
    if (!error.isPassing) return { end: refused(error), waitMs: 0 }
    deps.log.warn(
      { err: error, runId: job.run_id, suffix: job.suffix },
      'the endpoint did not answer; trying again',
    )
    return { end: null, waitMs: error.waitMs }
  }
}

function refused(fault: EndpointFault): JobEnd {
  return {
    state: 'FAILED',
    status: 'refused',
    error: fault.message,
    isTransient: false,
    trainedTokens: 0,
  }
}

/** Looks before every submission, so that one whose answer was lost gives one job. */
async function findOrSubmit(
  deps: TrainDeps,
  remote: FineTuning,
  job: TrainingJobRow,
  signal: AbortSignal,
): Promise<RemoteJob> {
  const existing = await remote.find(job.suffix)
  if (existing !== null) return existing
  const { training, seed } = job.config
  if (training === null) throw new Error(`run ${job.run_id} trains without training`)
  const jsonl = await writeJsonl(deps, job)
  signal.throwIfAborted()
  return remote.submit({ model: job.base_model, suffix: job.suffix, seed, training, jsonl })
}

async function writeJsonl(deps: TrainDeps, job: TrainingJobRow): Promise<string> {
  const lines: string[] = []
  for (let from = 0; from < job.example_count; from += EXAMPLES_PAGE) {
    const page = await readExamples(deps.db, {
      trainingSetId: job.training_set_id,
      from,
      limit: EXAMPLES_PAGE,
      readPathTexts: deps.readPathTexts,
    })
    for (const example of page) lines.push(toJsonLine(example.messages))
  }
  return lines.join('')
}

async function follow(
  deps: TrainDeps,
  remote: FineTuning,
  job: TrainingJobRow,
  remoteId: string,
): Promise<JobEnd | null> {
  const seen = await remote.retrieve(remoteId)
  const { points, stepsPlanned } = seen
    ? await remote.readLosses(remoteId, job.last_step)
    : { points: [], stepsPlanned: null }
  if (seen !== null && (points.length > 0 || job.last_step === 0)) {
    await noteProgress(deps, job, { status: seen.status, points, stepsPlanned })
  }
  return seen === null ? vanishedJob() : judgeJob(seen)
}

/** Cancels what may run at the endpoint; a submission whose answer was lost is looked for first. */
async function cancelRemote(remote: FineTuning, job: TrainingJobRow): Promise<JobEnd> {
  const found = job.job_id === null ? await remote.find(job.suffix) : await remote.retrieve(job.job_id)
  if (found === null) return { state: 'CANCELLED', status: 'cancelled', trainedTokens: 0 }
  if (judgeJob(found) === null) await remote.cancel(found.id)
  const after = (await remote.retrieve(found.id)) ?? found
  return { state: 'CANCELLED', status: after.status, trainedTokens: after.trainedTokens }
}
