import type { ModelBackend } from '../backend.ts'
import type { FileStore } from '../files/file-store.ts'
import { ApiError } from '../http/api-error.ts'
import { type Call, json, parseBody, pathParam } from '../http/call.ts'
import type { ApiRoute } from '../http/router.ts'
import { decideJob } from '../jobs/create-job.ts'
import type { EventLog } from '../jobs/event-log.ts'
import type { Job } from '../jobs/job.ts'
import { jobRequest } from '../jobs/job-request.ts'
import type { JobRunner } from '../jobs/job-runner.ts'
import type { JobStore } from '../jobs/job-store.ts'
import { checkpointViews, jobView } from '../jobs/job-view.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pageOf } from '../protocol/page.ts'
import { requireFile } from './file-routes.ts'

/** What the calls on fine-tuning jobs need. */
export type JobParts = {
  readonly backend: ModelBackend
  readonly files: FileStore
  readonly jobs: JobStore
  readonly events: EventLog
  readonly runner: JobRunner
  readonly ledger: Ledger
}

/** The calls under /v1/fine_tuning/jobs. */
export function jobRoutes(parts: JobParts): ApiRoute[] {
  const base = '/v1/fine_tuning/jobs'
  const show = (job: Job) => jobView(job, parts.runner.estimatedFinishMs(job.id))
  const find = (call: Call) => requireJob(parts.jobs, pathParam(call, 'id'))
  return [
    { method: 'POST', pattern: base, handle: async (call) => json(show(await createJob(parts, call))) },
    {
      method: 'GET',
      pattern: base,
      handle: ({ query }) => {
        const page = pageOf({
          items: withMetadata(parts.jobs.list(), query),
          query,
          defaultLimit: 20,
          maxLimit: 100,
        })
        return json({ ...page, data: page.data.map(show) })
      },
    },
    { method: 'GET', pattern: `${base}/:id`, handle: (call) => json(show(find(call))) },
    {
      method: 'POST',
      pattern: `${base}/:id/cancel`,
      handle: async (call) => json(show(await cancelJob(parts, find(call)))),
    },
    {
      method: 'GET',
      pattern: `${base}/:id/events`,
      handle: async (call) => {
        const newestFirst = (await parts.events.read(find(call).id)).toReversed()
        return json(pageOf({ items: newestFirst, query: call.query, defaultLimit: 20, maxLimit: 1000 }))
      },
    },
    {
      method: 'GET',
      pattern: `${base}/:id/checkpoints`,
      handle: (call) => {
        const items = checkpointViews(find(call))
        return json(pageOf({ items, query: call.query, defaultLimit: 10, maxLimit: 100 }))
      },
    },
    { method: 'POST', pattern: `${base}/:id/pause`, handle: (call) => refusePause(find(call)) },
    { method: 'POST', pattern: `${base}/:id/resume`, handle: (call) => refusePause(find(call)) },
  ]
}

function requireJob(jobs: JobStore, id: string): Job {
  const job = jobs.get(id)
  if (job !== undefined) return job
  const message = `Could not find fine tune: '${id}'. GET /v1/fine_tuning/jobs lists those that are here.`
  throw new ApiError({ status: 404, code: 'fine_tune_not_found', message, param: 'fine_tuning_job_id' })
}

async function createJob(parts: JobParts, call: Call): Promise<Job> {
  const body = parseBody(call, jobRequest)
  const file = requireFile(parts.files, body.training_file, 'training_file')
  const decision = decideJob({
    ...{ body, file, backend: parts.backend },
    jobs: parts.jobs.list(),
    nowMs: Date.now(),
  })
  if (decision.kind === 'existing') {
    parts.ledger.count({ jobsDeduplicated: 1 })
    return decision.job
  }
  await parts.jobs.add(decision.job)
  parts.ledger.count({ jobsCreated: 1 })
  parts.runner.submit(decision.job)
  return decision.job
}

async function cancelJob(parts: JobParts, job: Job): Promise<Job> {
  if (job.status === 'succeeded' || job.status === 'failed') {
    const message = `Job has already ended: '${job.id}' is ${job.status}. Only a job that is under way can be cancelled.`
    throw new ApiError({ status: 400, code: 'job_already_ended', message, param: null })
  }
  await parts.runner.cancel(job.id)
  return requireJob(parts.jobs, job.id)
}

function refusePause(job: Job): never {
  const message = `Pausing is not supported by this endpoint: the job '${job.id}' is ${job.status}. Cancel it and create it again.`
  throw new ApiError({ status: 400, code: 'unsupported_operation', message, param: null })
}

/** Jobs whose metadata has every pair that the query names as `metadata[key]=value`. */
function withMetadata(jobs: readonly Job[], query: URLSearchParams): readonly Job[] {
  const wanted = [...query].flatMap(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1]
    return key === undefined ? [] : [{ key, value }]
  })
  return jobs.filter((job) => wanted.every(({ key, value }) => job.metadata?.[key] === value))
}
