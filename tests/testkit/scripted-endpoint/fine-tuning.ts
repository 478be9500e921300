import { createHash } from 'node:crypto'
import { z } from 'zod'

/** A reply that the server sends as JSON, or as it is when `text` is given. */
export type Reply = { readonly status: number; readonly json?: unknown; readonly text?: string }

/** Error in OpenAI's shape. */
export function errorReply(status: number, code: string, message: string): Reply {
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error'
  return { status, json: { error: { message, type, param: null, code } } }
}

type StoredFile = { readonly id: string; readonly content: string; readonly meta: Record<string, unknown> }
type StoredJob = {
  readonly id: string
  readonly createdAtMs: number
  readonly fields: JobFields
  cancelled: boolean
}

const jobBody = z.looseObject({
  model: z.string(),
  training_file: z.string(),
  suffix: z.string().optional(),
  seed: z.number().int().optional(),
})
type JobFields = z.infer<typeof jobBody>

/** Files and fine-tuning jobs in memory: a job is done `jobDurationMs` after its creation, and its model can be sampled. */
export type FineTuningStore = {
  readonly models: () => readonly string[]
  readonly files: (request: StoreRequest) => Promise<Reply>
  readonly jobs: (request: StoreRequest) => Reply
}

/** A request to the store; `segments` follow `/v1/files` or `/v1/fine_tuning/jobs`. */
export type StoreRequest = {
  readonly method: string
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly contentType: string
  readonly body: Buffer
}

/** Makes the store over the endpoint's base models. */
export function createFineTuningStore(baseModels: readonly string[], jobDurationMs: number): FineTuningStore {
  const files: StoredFile[] = []
  const jobs: StoredJob[] = []
  const done = (job: StoredJob) => !job.cancelled && Date.now() >= job.createdAtMs + jobDurationMs
  return {
    models: () => [...baseModels, ...jobs.filter(done).map(resultName)],
    files: async (request) => {
      const [id, action] = request.segments
      if (id === undefined && request.method === 'POST') return storeFile(files, request)
      if (id === undefined)
        return listReply(
          files.map((file) => file.meta),
          request.query,
        )
      const position = files.findIndex((file) => file.id === id)
      const file = files[position]
      if (file === undefined) return errorReply(404, 'not_found', `No file with id '${id}'.`)
      if (request.method === 'DELETE') {
        files.splice(position, 1)
        return { status: 200, json: { id, object: 'file', deleted: true } }
      }
      return action === 'content' ? { status: 200, text: file.content } : { status: 200, json: file.meta }
    },
    jobs: (request) => {
      const [id, action] = request.segments
      const show = (job: StoredJob) => showJob(job, done(job))
      if (id === undefined && request.method === 'POST') {
        const parsed = jobBody.safeParse(JSON.parse(request.body.toString('utf8')))
        if (!parsed.success) return errorReply(400, 'invalid_value', z.prettifyError(parsed.error))
        const job = {
          id: `ftjob-${jobs.length + 1}`,
          createdAtMs: Date.now(),
          fields: parsed.data,
          cancelled: false,
        }
        jobs.push(job)
        return { status: 200, json: show(job) }
      }
      if (id === undefined) return listReply(jobs.map(show).reverse(), request.query)
      const job = jobs.find((candidate) => candidate.id === id)
      if (job === undefined) return errorReply(404, 'not_found', `No job with id '${id}'.`)
      if (action === 'events' || action === 'checkpoints') return listReply([], request.query)
      if (action === 'cancel') job.cancelled = !done(job)
      return { status: 200, json: show(job) }
    },
  }
}

async function storeFile(files: StoredFile[], request: StoreRequest): Promise<Reply> {
  const headers = { 'content-type': request.contentType }
  const form = await new Response(new Uint8Array(request.body), { headers }).formData()
  const upload = form.get('file')
  if (!(upload instanceof File)) return errorReply(400, 'missing_file', 'The form has no field `file`.')
  const content = await upload.text()
  const id = `file-${files.length + 1}`
  const purpose = form.get('purpose') ?? 'fine-tune'
  const meta = {
    id,
    object: 'file',
    bytes: content.length,
    created_at: nowSeconds(),
    filename: upload.name,
    purpose,
    status: 'processed',
  }
  files.push({ id, content, meta })
  return { status: 200, json: meta }
}

function resultName(job: StoredJob): string {
  const suffix = job.fields.suffix ?? createHash('sha256').update(job.id).digest('hex').slice(0, 8)
  return `ft:${job.fields.model}:scripted:${suffix}`
}

function showJob(job: StoredJob, isDone: boolean): { readonly id: string } & Record<string, unknown> {
  return {
    id: job.id,
    object: 'fine_tuning.job',
    created_at: Math.floor(job.createdAtMs / 1000),
    finished_at: isDone || job.cancelled ? nowSeconds() : null,
    status: job.cancelled ? 'cancelled' : isDone ? 'succeeded' : 'running',
    error: null,
    fine_tuned_model: isDone ? resultName(job) : null,
    organization_id: 'scripted',
    result_files: [],
    trained_tokens: isDone ? 1000 : null,
    validation_file: null,
    hyperparameters: {},
    seed: job.fields.seed ?? 0,
    metadata: null,
    ...job.fields,
  }
}

function listReply(items: readonly Record<string, unknown>[], query: URLSearchParams): Reply {
  const after = query.get('after')
  const start = after === null ? 0 : items.findIndex((item) => item.id === after) + 1
  const limit = Number(query.get('limit') ?? 20)
  const page = items.slice(start, start + limit)
  return { status: 200, json: { object: 'list', data: page, has_more: start + limit < items.length } }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
