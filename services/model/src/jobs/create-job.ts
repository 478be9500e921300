import { isDeepStrictEqual } from 'node:util'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import type { ModelBackend } from '../backend.ts'
import type { StoredFile } from '../files/file-store.ts'
import { ApiError, modelNotFound } from '../http/api-error.ts'
import { isActive, type Job } from './job.ts'
import {
  assertJobSupported,
  derivedSeed,
  type JobRequest,
  resolveSettings,
  resultModelName,
} from './job-request.ts'

/** A new job, or the one that an earlier call with the same contents made. */
export type JobDecision = { readonly kind: 'new' | 'existing'; readonly job: Job }

/**
 * Decides what a creation means. With a suffix, equal model, file content, seed and settings give the job that is there,
 * unless it failed, was cancelled, or its model was deleted since.
 * @throws {ApiError} 404 for the model, 400 for what is not supported, 409 when the suffix's name is taken by another job.
 */
export function decideJob(input: {
  readonly body: JobRequest
  readonly file: StoredFile
  readonly jobs: readonly Job[]
  readonly backend: Pick<ModelBackend, 'models' | 'defaults'>
  readonly nowMs: number
}): JobDecision {
  const { body, file, backend } = input
  assertJobSupported(body)
  const names = new Set(backend.models().map((card) => card.id))
  if (!names.has(body.model)) throw modelNotFound(body.model)
  // Sorts by the time of its making, which decides between jobs of one millisecond.
  const id = `ftjob-${uuidv7().replaceAll('-', '')}`
  const suffix = body.suffix ?? null
  const contents = {
    model: body.model,
    resultModel: resultModelName(body.model, suffix ?? id.slice(-12)),
    suffix,
    trainingFileHash: file.sha256,
    seed: body.seed ?? derivedSeed(file.sha256, suffix),
    settings: resolveSettings(body, backend.defaults),
  }
  const holder = input.jobs.find(
    (job) =>
      job.resultModel === contents.resultModel &&
      (isActive(job) || (job.status === 'succeeded' && names.has(job.resultModel))),
  )
  if (holder !== undefined) {
    if (isDeepStrictEqual(contents, contentsOf(holder))) return { kind: 'existing', job: holder }
    throw nameTaken(contents.resultModel, holder)
  }
  const job: Job = {
    ...{ id, ...contents, trainingFile: file.id, createdAtMs: input.nowMs, finishedAtMs: null },
    ...{ status: 'validating_files', metadata: body.metadata ?? null, error: null, result: null },
  }
  return { kind: 'new', job }
}

function contentsOf(job: Job) {
  const { model, resultModel, suffix, trainingFileHash, seed, settings } = job
  return { model, resultModel, suffix, trainingFileHash, seed, settings }
}

function nameTaken(name: string, holder: Job): ApiError {
  const message =
    `The name '${name}' belongs to the job '${holder.id}' (${holder.status}), which has another model, file, seed or settings. ` +
    'Choose another suffix, or delete that model first.'
  return new ApiError({ status: 409, code: 'suffix_taken', message, param: 'suffix' })
}
