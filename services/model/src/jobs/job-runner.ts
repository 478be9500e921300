import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import { type ModelBackend, ModelNotFoundError, type TrainingResult } from '../backend.ts'
import type { FileStore } from '../files/file-store.ts'
import type { EventLog, NewJobEvent } from './event-log.ts'
import { isActive, type Job } from './job.ts'
import type { JobStore } from './job-store.ts'
import { parseTrainingFile, TrainingFileError } from './parse-training-file.ts'
import { createProgress, type Progress } from './progress.ts'

/** What running jobs needs. */
export type RunnerParts = {
  readonly backend: ModelBackend
  readonly files: FileStore
  readonly jobs: JobStore
  readonly events: EventLog
  readonly log: Logger
}

/** Validates jobs as they come and trains them one after the other. */
export type JobRunner = {
  /** Takes up what an earlier process left: such a job is validated and trained again from its beginning. */
  readonly resume: () => void
  /** Takes a job that is in the store with status validating_files. */
  readonly submit: (job: Job) => void
  /** Makes an active job cancelled at once and ends its training; does nothing for one that has ended. */
  readonly cancel: (id: string) => Promise<void>
  /** When the running job will be done at its present speed; null for any other job. */
  readonly estimatedFinishMs: (id: string) => number | null
  /** Ends the training without ending the job: the next process takes it up. */
  readonly stop: () => Promise<void>
}

type Running = { readonly id: string; readonly abort: AbortController; readonly progress: Progress }

/** Makes a runner; nothing runs before `resume` or `submit`. */
export function createJobRunner(parts: RunnerParts): JobRunner {
  const { jobs, events, log } = parts
  let line: Promise<void> = Promise.resolve()
  let running: Running | null = null
  let isStopping = false
  const isWanted = (id: string) => {
    const job = jobs.get(id)
    return !isStopping && job !== undefined && isActive(job)
  }

  const submit = (job: Job) => {
    const validated = validate(parts, job, isWanted).catch((error: unknown) => fail(parts, job, error))
    line = Promise.all([line, validated])
      .then(() => train(job.id))
      .catch((error: unknown) =>
        log.error({ err: error, jobId: job.id }, 'a fine-tuning job could not be carried on'),
      )
  }
  const train = async (id: string) => {
    const job = jobs.get(id)
    if (job === undefined || !isWanted(id)) return
    running = { id, abort: new AbortController(), progress: createProgress() }
    try {
      await trainJob(parts, job, running)
    } catch (error) {
      if (isWanted(id)) await fail(parts, job, error)
    } finally {
      running = null
    }
  }
  return {
    resume: () => {
      for (const job of jobs.list().filter(isActive).reverse()) {
        say(parts, job.id, 'The process ended before the job did; it is taken up from its beginning')
        submit(job)
      }
    },
    submit,
    cancel: async (id) => {
      const job = jobs.get(id)
      if (job === undefined || !isActive(job)) return
      const written = jobs.update(id, { status: 'cancelled', finishedAtMs: Date.now() })
      if (running?.id === id) running.abort.abort(new Error('the job was cancelled'))
      await written
      await events.append(id, message('info', 'Fine-tuning job cancelled'))
    },
    estimatedFinishMs: (id) => (running?.id === id ? running.progress.estimatedFinishMs() : null),
    stop: async () => {
      isStopping = true
      running?.abort.abort(new Error('the process is stopping'))
      await line
    },
  }
}

async function validate(parts: RunnerParts, job: Job, isWanted: (id: string) => boolean): Promise<void> {
  await parts.events.append(job.id, message('info', `Validating training file: ${job.trainingFile}`))
  await readRows(parts, job)
  if (!isWanted(job.id)) return
  await parts.jobs.update(job.id, { status: 'queued' })
  await parts.events.append(job.id, message('info', 'Files validated, moving job to queued state'))
}

async function trainJob(parts: RunnerParts, job: Job, running: Running): Promise<void> {
  const { backend, jobs, events } = parts
  const { epochs, batchSize, learningRate } = job.settings
  const rows = await readRows(parts, job)
  const recordedStep = lastStep(await events.read(job.id))
  running.abort.signal.throwIfAborted()
  await jobs.update(job.id, { status: 'running' })
  await events.append(
    job.id,
    message('info', `Fine-tuning job started: ${rows.length} rows, ${epochs} epochs`),
  )
  const result = await backend.train({
    ...{
      parentModel: job.model,
      resultModel: job.resultModel,
      rows,
      seed: job.seed,
      epochs,
      batchSize,
      learningRate,
    },
    signal: running.abort.signal,
    onStep: (step) => {
      running.progress.record(step)
      // Training is deterministic: a second try repeats what the first has recorded.
      if (step.step > recordedStep) append(parts, job.id, metricsEvent(step))
    },
  })
  await succeed(parts, job, result, running.progress)
}

async function succeed(
  parts: RunnerParts,
  job: Job,
  result: TrainingResult,
  progress: Progress,
): Promise<void> {
  const current = parts.jobs.get(job.id)
  if (current === undefined || !isActive(current)) {
    await parts.backend.remove(job.resultModel)
    return
  }
  await parts.events.append(job.id, message('info', `New fine-tuned model created: ${job.resultModel}`))
  const finalTokenAccuracy = progress.last()?.tokenAccuracy ?? null
  await parts.jobs.update(job.id, {
    status: 'succeeded',
    finishedAtMs: Date.now(),
    result: { ...result, finalTokenAccuracy },
  })
  await parts.events.append(job.id, message('info', 'The job has successfully completed'))
}

async function fail(parts: RunnerParts, job: Job, thrown: unknown): Promise<void> {
  const current = parts.jobs.get(job.id)
  if (current === undefined || !isActive(current)) return
  const error = describeFailure(thrown)
  if (error.code === 'training_failed')
    parts.log.error({ err: thrown, jobId: job.id }, 'a fine-tuning job failed')
  await parts.jobs.update(job.id, { status: 'failed', finishedAtMs: Date.now(), error })
  await parts.events.append(job.id, message('error', `Fine-tuning job failed: ${error.message}`))
}

function describeFailure(thrown: unknown): NonNullable<Job['error']> {
  if (thrown instanceof TrainingFileError) {
    return { code: 'invalid_training_file', message: thrown.message, param: 'training_file' }
  }
  if (thrown instanceof ModelNotFoundError) {
    return { code: 'model_not_found', message: thrown.message, param: 'model' }
  }
  // Errors of the system name paths of the machine, which are not for clients.
  const isSystemError = thrown instanceof Error && 'syscall' in thrown
  const reason = isSystemError
    ? 'the disk refused a read or a write (the log has the details)'
    : messageOf(thrown)
  return { code: 'training_failed', message: `Training failed: ${reason}`, param: null }
}

async function readRows(parts: RunnerParts, job: Job) {
  return parseTrainingFile(await parts.files.content(job.trainingFile), parts.backend)
}

function lastStep(events: Awaited<ReturnType<EventLog['read']>>): number {
  return events.reduce((last, event) => Math.max(last, event.data?.step ?? 0), 0)
}

function metricsEvent(step: Parameters<Progress['record']>[0]): NewJobEvent {
  return {
    level: 'info',
    type: 'metrics',
    message: `Step ${step.step}/${step.totalSteps}: training loss=${step.loss.toFixed(4)}`,
    data: {
      step: step.step,
      total_steps: step.totalSteps,
      train_loss: step.loss,
      train_mean_token_accuracy: step.tokenAccuracy,
    },
  }
}

function message(level: NewJobEvent['level'], text: string): NewJobEvent {
  return { level, type: 'message', message: text }
}

function say(parts: RunnerParts, jobId: string, text: string): void {
  append(parts, jobId, message('info', text))
}

function append(parts: RunnerParts, jobId: string, event: NewJobEvent): void {
  parts.events
    .append(jobId, event)
    .catch((error: unknown) =>
      parts.log.error({ err: error, jobId }, 'an event of a job could not be written'),
    )
}
