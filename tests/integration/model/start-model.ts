import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI, { toFile } from 'openai'
import { afterEach, expect } from 'vitest'
import { silentLogger } from '../../../services/common/src/log/create-logger.ts'
import { parseConfig } from '../../../services/model/src/config.ts'
import { createModelService } from '../../../services/model/src/service.ts'
import { createDeterministicBackend, type DeterministicBackendOptions } from './deterministic-backend.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chorus-model-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Has something undone when the test ends, last first. */
export function atTheEnd(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup)
}

/** The model service over the deterministic back end, on a free port, with the plain client before it. */
export async function startModel(
  input: {
    readonly env?: Readonly<Record<string, string>>
    readonly backend?: DeterministicBackendOptions
    readonly dataDir?: string
  } = {},
) {
  const dataDir = input.dataDir ?? (await temporaryFolder())
  const backend = createDeterministicBackend({ ...input.backend, dataDir })
  const config = parseConfig({ CHORUS_MODEL_PORT: '0', CHORUS_MODEL_DATA_DIR: dataDir, ...input.env })
  const service = createModelService(config, { backend, log: silentLogger })
  await service.start()
  atTheEnd(() => service.stop())
  const baseURL = `${service.url()}/v1`
  const client = new OpenAI({ baseURL, apiKey: input.env?.CHORUS_MODEL_API_KEY ?? 'any', maxRetries: 0 })
  return { service, backend, client, baseURL, url: service.url(), dataDir }
}

/** Rows as a training file, uploaded. */
export async function uploadRows(client: OpenAI, rows: readonly unknown[]): Promise<string> {
  const text = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')
  const file = await client.files.create({
    file: await toFile(Buffer.from(text), 'rows.jsonl'),
    purpose: 'fine-tune',
  })
  return file.id
}

/** So many rows that train. */
export function goodRows(count: number): object[] {
  return Array.from({ length: count }, (_, number) => ({
    messages: [
      { role: 'user', content: `question ${number}` },
      { role: 'assistant', content: `answer ${number}` },
    ],
  }))
}

/** A job with the fields that are an extension. */
export type JobView = OpenAI.FineTuning.FineTuningJob & {
  chorus: { learning_rate: number; n_epochs: number; batch_size: number; weights_sha256: string | null }
}

const isOver = (job: OpenAI.FineTuning.FineTuningJob) =>
  ['succeeded', 'failed', 'cancelled'].includes(job.status)

/** Waits for a job's end, at most 5 s. */
export async function untilOver(client: OpenAI, id: string): Promise<JobView> {
  await expect
    .poll(async () => isOver(await client.fineTuning.jobs.retrieve(id)), { timeout: 5_000 })
    .toBe(true)
  return (await client.fineTuning.jobs.retrieve(id)) as JobView
}
