import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { silentLogger } from '../../../services/common/src/log/create-logger.ts'
import type { ModelBackend } from '../../../services/model/src/backend.ts'
import { parseConfig } from '../../../services/model/src/config.ts'
import { createModelService } from '../../../services/model/src/service.ts'
import { createDeterministicBackend } from './deterministic-backend.ts'
import { atTheEnd, goodRows, startModel, temporaryFolder, uploadRows } from './start-model.ts'

const hostFile = fileURLToPath(new URL('./model-host.ts', import.meta.url))

async function spawnModel(dataDir: string, stepMs: number): Promise<{ child: ChildProcess; client: OpenAI }> {
  const child = spawn(process.execPath, [hostFile, dataDir, String(stepMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  atTheEnd(async () => child.kill('SIGKILL'))
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, client: new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 }) }
}

const mainFile = fileURLToPath(new URL('../../../services/model/src/main.ts', import.meta.url))

test('the process answers with the shipped model and ends with 0 on SIGTERM', async () => {
  const env = { ...process.env, CHORUS_MODEL_PORT: '0', CHORUS_MODEL_DATA_DIR: await temporaryFolder() }
  const child = spawn(process.execPath, [mainFile], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  atTheEnd(async () => child.kill('SIGKILL'))
  const lines = on(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(20_000) })
  let url: string | undefined
  for await (const [line] of lines) {
    url = JSON.parse(line).url
    if (url !== undefined) break
  }
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 })
  const [model] = (await client.models.list()).data
  const content =
    "Q: Tom has 13 books. He buys 2 more. How many books does he have now?\nA: Let's think step by step."
  const answer = await client.chat.completions.create({
    ...{ model: model?.id ?? '', messages: [{ role: 'user', content }], n: 8, temperature: 0.7, seed: 1 },
    max_tokens: 64,
  })
  const texts = answer.choices.map((choice) => choice.message.content)
  expect(texts.filter((text) => /The answer is \d+\./.test(text ?? ''))).not.toEqual([])
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

const weightsOf = (job: unknown) => (job as { chorus: { weights_sha256: string } }).chorus.weights_sha256
const statusOf = async (client: OpenAI, id: string) => (await client.fineTuning.jobs.retrieve(id)).status

test('a job whose process is killed in the middle ends with the weights it would have had, and later jobs follow', async () => {
  const untouched = await startModel()
  const fileOf = (client: OpenAI) => uploadRows(client, goodRows(30))
  const body = { model: 'words', suffix: 'killed', seed: 9 }
  const reference = await untouched.client.fineTuning.jobs.create({
    ...body,
    training_file: await fileOf(untouched.client),
  })
  await expect.poll(() => statusOf(untouched.client, reference.id)).toBe('succeeded')

  const dataDir = await temporaryFolder()
  const first = await spawnModel(dataDir, 50)
  const training_file = await fileOf(first.client)
  const job = await first.client.fineTuning.jobs.create({ ...body, training_file })
  const queued = await first.client.fineTuning.jobs.create({ model: 'words', suffix: 'next', training_file })
  const metrics = async () =>
    (await first.client.fineTuning.jobs.listEvents(job.id)).data.filter((event) => event.type === 'metrics')
      .length
  await expect.poll(metrics, { timeout: 5_000 }).toBeGreaterThan(2)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')

  const second = await spawnModel(dataDir, 0)
  await expect.poll(() => statusOf(second.client, queued.id), { timeout: 5_000 }).toBe('succeeded')
  const finished = await second.client.fineTuning.jobs.retrieve(job.id)
  expect(finished).toMatchObject({ status: 'succeeded', fine_tuned_model: 'ft:words:chorus:killed' })
  const expected = await untouched.client.fineTuning.jobs.retrieve(reference.id)
  expect(weightsOf(finished)).toBe(weightsOf(expected))
  expect(weightsOf(finished)).toMatch(/^[0-9a-f]{64}$/)
  const again = await second.client.fineTuning.jobs.create({ ...body, training_file })
  expect(again.id).toBe(job.id)
})

test('is ready once it has started, and not from the moment it stops', async () => {
  const { service, url } = await startModel()
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const stopped = service.stop()
  expect(service.readiness.reasons()).toEqual({ process: 'stopping' })
  await stopped
  await expect(fetch(`${url}/readyz`)).rejects.toThrow()
})

test('says that it is not ready, and when to come back, while its back end is loaded', async () => {
  const loading = Promise.withResolvers<ModelBackend>()
  const config = parseConfig({ CHORUS_MODEL_PORT: '0', CHORUS_MODEL_DATA_DIR: await temporaryFolder() })
  const service = createModelService(config, { backend: loading.promise, log: silentLogger })
  const started = service.start()
  atTheEnd(() => service.stop())
  const statusOfReady = async () => (await fetch(`${service.url()}/readyz`)).status
  await expect.poll(statusOfReady).toBe(503)
  const early = await fetch(`${service.url()}/v1/models`)
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await early.json()).toMatchObject({ error: { type: 'server_error', code: 'not_ready' } })
  loading.resolve(createDeterministicBackend())
  await started
  expect(await statusOfReady()).toBe(200)
  expect((await fetch(`${service.url()}/v1/models`)).status).toBe(200)
})

test('names the file in its folder that it cannot read', async () => {
  const dataDir = await temporaryFolder()
  await mkdir(join(dataDir, 'jobs'))
  await writeFile(join(dataDir, 'jobs', 'ftjob-old.json'), '{"version": 0}')
  const config = parseConfig({ CHORUS_MODEL_PORT: '0', CHORUS_MODEL_DATA_DIR: dataDir })
  const service = createModelService(config, { backend: createDeterministicBackend(), log: silentLogger })
  await expect(service.start()).rejects.toThrow(/ftjob-old\.json.*Move the file away/)
})

test('answers the requests that are open when it stops', async () => {
  const { service, client, url } = await startModel({ backend: { wordMs: () => 30 } })
  const answer = client.completions.create({ model: 'words', prompt: 'x', seed: 1 })
  const totals = async () => (await (await fetch(`${url}/chorus/ledger`)).json()) as { requests: number }
  await expect.poll(async () => (await totals()).requests).toBe(1)
  const [completion] = await Promise.all([answer, service.stop()])
  expect(completion.choices).toHaveLength(1)
})

test('says which variable to change when its port is taken', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  atTheEnd(async () => blocker.close())
  const address = blocker.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const config = parseConfig({
    CHORUS_MODEL_PORT: String(port),
    CHORUS_MODEL_DATA_DIR: await temporaryFolder(),
  })
  const service = createModelService(config, { backend: createDeterministicBackend(), log: silentLogger })
  await expect(service.start()).rejects.toThrow(/CHORUS_MODEL_PORT/)
})
