import { isTransientFailure } from './job-progress.ts'

/** A job as the endpoint tells it. */
export type RemoteJob = {
  readonly id: string
  /** The endpoint's own word; unknown ones are taken for "not yet". */
  readonly status: string
  readonly model: string | null
  readonly trainedTokens: number
  readonly error: { readonly code: string | null; readonly message: string } | null
}

/** How a job ended. */
export type JobEnd =
  | {
      readonly state: 'SUCCEEDED'
      readonly status: string
      readonly model: string
      readonly trainedTokens: number
    }
  | {
      readonly state: 'FAILED'
      readonly status: string
      /** The endpoint's own words. */
      readonly error: string
      readonly isTransient: boolean
      readonly trainedTokens: number
    }
  | { readonly state: 'CANCELLED'; readonly status: string; readonly trainedTokens: number }

/** How a job ended; null for every status that is not known as an end. */
export function judgeJob(job: RemoteJob): JobEnd | null {
  const { status, trainedTokens, model } = job
  switch (status) {
    case 'succeeded':
      if (model !== null) return { state: 'SUCCEEDED', status, model, trainedTokens }
      return {
        state: 'FAILED',
        status,
        error: 'the job succeeded but names no model',
        isTransient: false,
        trainedTokens,
      }
    case 'failed':
      return {
        state: 'FAILED',
        status,
        error: job.error?.message ?? 'the endpoint gave no reason',
        isTransient: isTransientFailure(job.error?.code ?? null),
        trainedTokens,
      }
    case 'cancelled':
      return { state: 'CANCELLED', status, trainedTokens }
    default:
      return null
  }
}

/** The end of a job that the endpoint no longer knows; it may be submitted again. */
export function vanishedJob(): JobEnd {
  const error = 'the endpoint no longer knows the job'
  return { state: 'FAILED', status: 'vanished', error, isTransient: true, trainedTokens: 0 }
}
