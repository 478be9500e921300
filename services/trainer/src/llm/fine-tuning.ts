import OpenAI, { NotFoundError, toFile } from 'openai'
import type { FineTuningJob } from 'openai/resources/fine-tuning/jobs'
import { z } from 'zod'
import type { PinnedEndpoint, TrainingPlan } from '../runs/run-config.ts'
import type { LossPoint } from '../training/job-progress.ts'
import type { RemoteJob } from '../training/judge-job.ts'
import { callEndpoint } from './endpoint-faults.ts'

/** What is asked of an endpoint for one job. */
export type JobRequest = {
  readonly model: string
  /** By which the job is found again. */
  readonly suffix: string
  readonly seed: number
  readonly training: TrainingPlan
  readonly jsonl: string
}

/** Fine-tuning at one endpoint. Every call may throw an EndpointFault; none is repeated here. */
export type FineTuning = {
  readonly find: (suffix: string) => Promise<RemoteJob | null>
  readonly submit: (request: JobRequest) => Promise<RemoteJob>
  /** Null when the endpoint knows no such job. */
  readonly retrieve: (id: string) => Promise<RemoteJob | null>
  readonly cancel: (id: string) => Promise<void>
  /** Losses of steps behind `afterStep`, and the number of steps when it is told. */
  readonly readLosses: (
    id: string,
    afterStep: number,
  ) => Promise<{ readonly points: readonly LossPoint[]; readonly stepsPlanned: number | null }>
}

/** Jobs looked through to find one again; ours are among the newest. */
const MAX_JOBS_SEARCHED = 500

const metrics = z.object({
  step: z.number(),
  train_loss: z.number(),
  total_steps: z.number().optional(),
})

/** Fine-tuning through the `openai` client, which repeats nothing by itself. */
export function createFineTuning(input: {
  readonly endpoint: PinnedEndpoint
  /** Undefined where the endpoint needs none. */
  readonly apiKey: string | undefined
  readonly fetch: typeof fetch
}): FineTuning {
  const client = new OpenAI({
    baseURL: input.endpoint.baseUrl,
    apiKey: input.apiKey ?? 'none',
    maxRetries: 0,
    timeout: input.endpoint.requestTimeoutMs,
    fetch: withResponse(input.fetch),
  })
  return {
    find: (suffix) => callEndpoint(() => findJob(client, suffix)),
    submit: (request) => callEndpoint(() => submitJob(client, request)),
    retrieve: (id) => callEndpoint(() => retrieveJob(client, id)),
    cancel: async (id) => {
      await callEndpoint(() => client.fineTuning.jobs.cancel(id))
    },
    readLosses: (id, afterStep) => callEndpoint(() => readLosses(client, id, afterStep)),
  }
}

async function retrieveJob(client: OpenAI, id: string): Promise<RemoteJob | null> {
  try {
    return toRemoteJob(await client.fineTuning.jobs.retrieve(id))
  } catch (error) {
    if (error instanceof NotFoundError) return null
    throw error
  }
}

/** The client asks a fetch for its Response class before it uploads; ours takes the FormData of the platform. */
function withResponse(plain: typeof fetch): typeof fetch {
  return Object.assign((url: string | URL | Request, init?: RequestInit) => plain(url, init), { Response })
}

async function findJob(client: OpenAI, suffix: string): Promise<RemoteJob | null> {
  let searched = 0
  for await (const job of client.fineTuning.jobs.list({ limit: 100 })) {
    if (bearsSuffix(job, suffix)) return toRemoteJob(job)
    searched += 1
    if (searched >= MAX_JOBS_SEARCHED) return null
  }
  return null
}

function bearsSuffix(job: FineTuningJob, suffix: string): boolean {
  return job.metadata?.chorus_suffix === suffix || (job.fine_tuned_model?.includes(suffix) ?? false)
}

async function submitJob(client: OpenAI, request: JobRequest): Promise<RemoteJob> {
  const file = await client.files.create({
    file: await toFile(Buffer.from(request.jsonl), `${request.suffix}.jsonl`),
    purpose: 'fine-tune',
  })
  const { epochs, batchSize, learningRateMultiplier } = request.training
  const job = await client.fineTuning.jobs.create({
    model: request.model,
    training_file: file.id,
    suffix: request.suffix,
    seed: request.seed,
    method: {
      type: 'supervised',
      supervised: {
        hyperparameters: {
          n_epochs: epochs,
          batch_size: batchSize,
          learning_rate_multiplier: learningRateMultiplier,
        },
      },
    },
    metadata: { chorus_suffix: request.suffix },
  })
  return toRemoteJob(job)
}

function toRemoteJob(job: FineTuningJob): RemoteJob {
  return {
    id: job.id,
    status: job.status,
    model: job.fine_tuned_model,
    trainedTokens: job.trained_tokens ?? 0,
    error: job.error?.message ? { code: job.error.code ?? null, message: job.error.message } : null,
  }
}

/** The endpoint tells the newest events first, so that reading ends at the first one known. */
async function readLosses(client: OpenAI, id: string, afterStep: number) {
  const points: LossPoint[] = []
  let stepsPlanned: number | null = null
  for await (const event of client.fineTuning.jobs.listEvents(id, { limit: 100 })) {
    const parsed = metrics.safeParse(event.data)
    if (!parsed.success) continue
    const { step, train_loss, total_steps } = parsed.data
    if (step <= afterStep) break
    points.push({ step, loss: train_loss })
    stepsPlanned ??= total_steps ?? null
  }
  return { points, stepsPlanned }
}
