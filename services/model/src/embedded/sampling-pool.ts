import { Worker } from 'node:worker_threads'
import type { SampledPath, SamplingJob } from './sampling-types.ts'
import { WORKER_LIMITS } from './worker-limits.ts'

/** What a sampling worker is told. */
export type SamplingRequest =
  | { readonly type: 'sample'; readonly job: SamplingJob }
  | { readonly type: 'cancel'; readonly jobId: number }

/** What a sampling worker tells. */
export type SamplingReply =
  | { readonly type: 'text'; readonly jobId: number; readonly index: number; readonly text: string }
  | { readonly type: 'path'; readonly jobId: number; readonly path: SampledPath }
  | { readonly type: 'failure'; readonly jobId: number; readonly reason: string }

/** A request as the pool spreads it over its workers. */
export type PoolRequest = Omit<SamplingJob, 'id' | 'streams'> & {
  readonly onText?: (index: number, text: string) => void
  readonly signal?: AbortSignal
}

/** Threads that sample, each with kernels and weights of its own. */
export type SamplingPool = {
  /** Finished paths in the order of `paths`. Rejects with the signal's reason when it is aborted. */
  readonly sample: (request: PoolRequest) => Promise<SampledPath[]>
  readonly close: () => Promise<void>
}

type OpenJob = {
  readonly member: Member
  readonly onText: ((index: number, text: string) => void) | undefined
  readonly found: SampledPath[]
  readonly wanted: number
  readonly resolve: (paths: SampledPath[]) => void
  readonly reject: (error: unknown) => void
}
type Member = { readonly worker: Worker; pending: number }

/** Below this, half a request is not worth a second worker's look at the prompt. */
const MIN_PATHS_TO_SPLIT = 16

/** Starts the workers; a request's text does not depend on how many there are. */
export function createSamplingPool(input: {
  readonly dataDir: string
  readonly workers: number
}): SamplingPool {
  const jobs = new Map<number, OpenJob>()
  let nextJobId = 1
  let closed = false

  const settle = (jobId: number, job: OpenJob): void => {
    jobs.delete(jobId)
    job.member.pending -= job.wanted
  }
  const takePath = (jobId: number, job: OpenJob, path: SampledPath): void => {
    job.found.push(path)
    if (job.found.length < job.wanted) return
    settle(jobId, job)
    job.resolve(job.found)
  }
  const onReply = (reply: SamplingReply): void => {
    const job = jobs.get(reply.jobId)
    if (job === undefined) return
    if (reply.type === 'text') job.onText?.(reply.index, reply.text)
    else if (reply.type === 'path') takePath(reply.jobId, job, reply.path)
    else {
      settle(reply.jobId, job)
      job.reject(new Error(`sampling failed: ${reply.reason}`))
    }
  }

  const startMember = (): Member => {
    const worker = new Worker(new URL('./sampling-worker.ts', import.meta.url), {
      workerData: { dataDir: input.dataDir },
      resourceLimits: WORKER_LIMITS,
    })
    const member: Member = { worker, pending: 0 }
    const fail = (error: unknown): void => {
      for (const [jobId, job] of jobs) {
        if (job.member !== member) continue
        settle(jobId, job)
        job.reject(error)
      }
      if (!closed && members.includes(member)) members[members.indexOf(member)] = startMember()
    }
    worker.on('message', onReply)
    worker.on('error', fail)
    worker.on('exit', (code) => fail(new Error(`a sampling worker ended with code ${code}`)))
    return member
  }
  const members: Member[] = []
  for (let i = 0; i < input.workers; i++) members.push(startMember())

  const runOn = (
    member: Member,
    request: PoolRequest,
    paths: SamplingJob['paths'],
  ): Promise<SampledPath[]> => {
    const { onText, signal, ...settings } = request
    const id = nextJobId++
    const { promise, resolve, reject } = Promise.withResolvers<SampledPath[]>()
    const job: OpenJob = { member, onText, found: [], wanted: paths.length, resolve, reject }
    const abort = (): void => {
      if (jobs.get(id) !== job) return
      settle(id, job)
      member.worker.postMessage({ type: 'cancel', jobId: id } satisfies SamplingRequest)
      reject(signal?.reason)
    }
    jobs.set(id, job)
    member.pending += job.wanted
    signal?.addEventListener('abort', abort, { once: true })
    const message: SamplingRequest = {
      type: 'sample',
      job: { ...settings, id, paths, streams: onText !== undefined },
    }
    member.worker.postMessage(message)
    return promise.finally(() => signal?.removeEventListener('abort', abort))
  }

  return {
    sample: async (request) => {
      request.signal?.throwIfAborted()
      const byLoad = [...members].sort((a, b) => a.pending - b.pending)
      const chosen = request.paths.length >= MIN_PATHS_TO_SPLIT ? byLoad : byLoad.slice(0, 1)
      const share = Math.ceil(request.paths.length / chosen.length)
      const parts = chosen.map((member, i) =>
        runOn(member, request, request.paths.slice(i * share, (i + 1) * share)),
      )
      const found = await Promise.all(parts)
      return found.flat().sort((a, b) => a.index - b.index)
    },
    close: async () => {
      closed = true
      await Promise.all(members.map(({ worker }) => worker.terminate()))
    },
  }
}
