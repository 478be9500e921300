import { createHash } from 'node:crypto'
import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { goodRows, startModel, temporaryFolder, untilOver, uploadRows } from './start-model.ts'

describe('a fine-tuning job', () => {
  test('ends in a model that can be sampled, with events and a checkpoint', async () => {
    const { client } = await startModel()
    const training_file = await uploadRows(client, goodRows(5))
    const created = await client.fineTuning.jobs.create({
      ...{ model: 'words', training_file, suffix: 'first', seed: 11, metadata: { run: 'r1' } },
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2, batch_size: 'auto' } } },
    })
    expect(created).toMatchObject({ status: 'validating_files', fine_tuned_model: null, finished_at: null })
    const job = await untilOver(client, created.id)
    expect(job).toMatchObject({
      ...{
        status: 'succeeded',
        fine_tuned_model: 'ft:words:chorus:first',
        seed: 11,
        metadata: { run: 'r1' },
      },
      ...{ trained_tokens: 100, result_files: [], integrations: [], error: null },
      hyperparameters: { n_epochs: 2, batch_size: 2, learning_rate_multiplier: 1 },
      chorus: { learning_rate: 3e-4, steps: 6 },
    })
    const answer = await client.completions.create({ model: 'ft:words:chorus:first', prompt: 'x', seed: 1 })
    expect(answer.choices).toHaveLength(1)
    const checkpoints = await client.fineTuning.jobs.checkpoints.list(job.id)
    expect(checkpoints.data).toMatchObject([
      { fine_tuned_model_checkpoint: 'ft:words:chorus:first', step_number: 6, metrics: { step: 6 } },
    ])
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('ft:words:chorus:first')
  })

  test('tells its steps in events that come newest first and in pages', async () => {
    const { client } = await startModel()
    const training_file = await uploadRows(client, goodRows(8))
    const { id } = await client.fineTuning.jobs.create({ model: 'words', training_file })
    await untilOver(client, id)
    const lastMessage = async () => (await client.fineTuning.jobs.listEvents(id)).data[0]?.message
    await expect.poll(lastMessage).toBe('The job has successfully completed')
    const events: OpenAI.FineTuning.FineTuningJobEvent[] = []
    for await (const event of client.fineTuning.jobs.listEvents(id, { limit: 3 })) events.push(event)
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length)
    const metrics = events.filter((event) => event.type === 'metrics').map((event) => event.data)
    expect(metrics).toMatchObject([
      { step: 4 },
      { step: 3 },
      { step: 2 },
      { step: 1, train_loss: 1, train_mean_token_accuracy: 0.5 },
    ])
  })

  test('gives the rows, their weights and the resolved settings to the back end', async () => {
    const { client, backend } = await startModel()
    const messages = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'shown', weight: 0 },
      { role: 'user', content: [{ type: 'text', text: 'q2' }] },
      { role: 'assistant', content: 'learnt', weight: 1 },
    ]
    const training_file = await uploadRows(client, [{ messages }, '', ...goodRows(1)])
    const chorus = { learning_rate: 1e-3, batch_size: 7, n_epochs: 3 }
    const body = { model: 'words', training_file, suffix: 'ext', chorus }
    const job = await untilOver(client, (await client.fineTuning.jobs.create(body)).id)
    expect(backend.trainings[0]).toMatchObject({
      epochs: 3,
      batchSize: 7,
      learningRate: 1e-3,
      parentModel: 'words',
    })
    expect(backend.trainings[0]?.rows[0]?.messages).toEqual([
      ...messages.slice(0, 2),
      { role: 'user', content: 'q2' },
      messages[3],
    ])
    expect(backend.trainings[0]?.rows).toHaveLength(2)
    expect(job.chorus).toMatchObject({ learning_rate: 1e-3, batch_size: 7, n_epochs: 3 })
  })

  test('multiplies the default learning rate, in the older form of the parameters too', async () => {
    const { client, backend } = await startModel()
    const training_file = await uploadRows(client, goodRows(2))
    const hyperparameters = { learning_rate_multiplier: 2, n_epochs: 'auto' as const }
    const { id } = await client.fineTuning.jobs.create({ model: 'words', training_file, hyperparameters })
    await untilOver(client, id)
    expect(backend.trainings[0]?.learningRate).toBeCloseTo(6e-4)
  })

  test('names its result after the base at the root of the lineage', async () => {
    const { client } = await startModel()
    const training_file = await uploadRows(client, goodRows(2))
    const create = (model: string, suffix: string) =>
      client.fineTuning.jobs.create({ model, training_file, suffix })
    await untilOver(client, (await create('words', 'one')).id)
    const second = await untilOver(client, (await create('ft:words:chorus:one', 'two')).id)
    expect(second).toMatchObject({ model: 'ft:words:chorus:one', fine_tuned_model: 'ft:words:chorus:two' })
  })

  test('derives its seed from file and suffix when none is given', async () => {
    const { client } = await startModel()
    const training_file = await uploadRows(client, goodRows(2))
    const seedOf = async (suffix: string) =>
      (await client.fineTuning.jobs.create({ model: 'words', training_file, suffix })).seed
    const [one, two] = [await seedOf('a'), await seedOf('b')]
    expect(one).not.toBe(two)
    const fileHash = createHash('sha256')
      .update(
        goodRows(2)
          .map((row) => JSON.stringify(row))
          .join('\n'),
      )
      .digest('hex')
    expect(one).toBe(createHash('sha256').update(`${fileHash}/a`).digest().readUInt32BE(0) >>> 1)
  })
})

describe('a job created twice', () => {
  const body = { model: 'words', suffix: 'same' }

  test('is one job, even at the same moment and from a file uploaded again', async () => {
    const { client, backend, url } = await startModel()
    const files = await Promise.all([uploadRows(client, goodRows(2)), uploadRows(client, goodRows(2))])
    const jobs = await Promise.all(
      [...files, ...files].map((training_file) => client.fineTuning.jobs.create({ ...body, training_file })),
    )
    expect(new Set(jobs.map((job) => job.id)).size).toBe(1)
    await untilOver(client, jobs[0]?.id ?? '')
    const again = await client.fineTuning.jobs.create({ ...body, training_file: files[0] })
    expect(again).toMatchObject({ id: jobs[0]?.id, status: 'succeeded' })
    expect(backend.trainings).toHaveLength(1)
    expect(await (await fetch(`${url}/chorus/ledger`)).json()).toMatchObject({
      jobsCreated: 1,
      jobsDeduplicated: 4,
    })
  })

  test('with other contents is a conflict', async () => {
    const { client } = await startModel()
    const training_file = await uploadRows(client, goodRows(2))
    await client.fineTuning.jobs.create({ ...body, training_file })
    const other = client.fineTuning.jobs.create({ ...body, training_file, seed: 5 })
    await expect(other).rejects.toMatchObject({ status: 409, code: 'suffix_taken', param: 'suffix' })
  })

  test('is made anew when the first failed, or when its model was deleted', async () => {
    const { client } = await startModel()
    const bad = await uploadRows(client, ['no json'])
    const failed = await untilOver(
      client,
      (await client.fineTuning.jobs.create({ ...body, training_file: bad })).id,
    )
    const second = await client.fineTuning.jobs.create({ ...body, training_file: bad })
    expect(second.id).not.toBe(failed.id)
    await untilOver(client, second.id)
    const training_file = await uploadRows(client, goodRows(2))
    const third = await untilOver(
      client,
      (await client.fineTuning.jobs.create({ ...body, training_file })).id,
    )
    expect(third.status).toBe('succeeded')
    expect(await client.models.delete('ft:words:chorus:same')).toMatchObject({ deleted: true })
    const fourth = await client.fineTuning.jobs.create({ ...body, training_file })
    expect(fourth.id).not.toBe(third.id)
    expect((await untilOver(client, fourth.id)).chorus.weights_sha256).toBe(third.chorus.weights_sha256)
  })
})

describe('cancelling', () => {
  test('ends a running job within a second and lets the next one run', async () => {
    let stepMs = 100
    const { client, backend } = await startModel({ backend: { stepMs: () => stepMs } })
    const training_file = await uploadRows(client, goodRows(200))
    const first = await client.fineTuning.jobs.create({ model: 'words', training_file, suffix: 'a' })
    const second = await client.fineTuning.jobs.create({ model: 'words', training_file, suffix: 'b' })
    await expect.poll(async () => (await client.fineTuning.jobs.retrieve(first.id)).status).toBe('running')
    await expect
      .poll(async () => (await client.fineTuning.jobs.retrieve(first.id)).estimated_finish ?? 0)
      .toBeGreaterThan(0)
    expect((await client.fineTuning.jobs.retrieve(second.id)).status).toBe('queued')
    stepMs = 0
    const cancelled = await client.fineTuning.jobs.cancel(first.id)
    expect(cancelled).toMatchObject({ status: 'cancelled', fine_tuned_model: null })
    await expect.poll(() => backend.trainings[0]?.signal.aborted, { timeout: 1_000 }).toBe(true)
    expect(await untilOver(client, second.id)).toMatchObject({ status: 'succeeded' })
    expect(await client.fineTuning.jobs.retrieve(first.id)).toMatchObject({ status: 'cancelled' })
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['words', 'ft:words:chorus:b'])
  })

  test('holds even when the training ends all the same: no model is left behind', async () => {
    const { client, backend } = await startModel({ backend: { stepMs: () => 20, isDeaf: true } })
    const training_file = await uploadRows(client, goodRows(20))
    const job = await client.fineTuning.jobs.create({ model: 'words', training_file, suffix: 'a' })
    await expect.poll(() => backend.trainings.length).toBe(1)
    await client.fineTuning.jobs.cancel(job.id)
    const next = await client.fineTuning.jobs.create({ model: 'words', training_file, suffix: 'b' })
    await untilOver(client, next.id)
    expect(await client.fineTuning.jobs.retrieve(job.id)).toMatchObject({ status: 'cancelled' })
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['words', 'ft:words:chorus:b'])
  })

  test('twice is no error, and after the end it is one', async () => {
    const { client } = await startModel({ backend: { stepMs: () => 10 } })
    const training_file = await uploadRows(client, goodRows(20))
    const job = await client.fineTuning.jobs.create({ model: 'words', training_file })
    await client.fineTuning.jobs.cancel(job.id)
    expect(await client.fineTuning.jobs.cancel(job.id)).toMatchObject({ status: 'cancelled' })
    const done = await client.fineTuning.jobs.create({
      model: 'words',
      training_file: await uploadRows(client, goodRows(1)),
    })
    await untilOver(client, done.id)
    await expect(client.fineTuning.jobs.cancel(done.id)).rejects.toMatchObject({
      status: 400,
      code: 'job_already_ended',
    })
  })
})

test('jobs are listed newest first, in pages, and by metadata', async () => {
  const { client } = await startModel()
  const training_file = await uploadRows(client, goodRows(1))
  for (const number of [1, 2, 3]) {
    const metadata = { group: number === 2 ? 'even' : 'odd' }
    const { id } = await client.fineTuning.jobs.create({
      model: 'words',
      training_file,
      suffix: `s${number}`,
      metadata,
    })
    await untilOver(client, id)
  }
  const seen: (string | null)[] = []
  for await (const job of client.fineTuning.jobs.list({ limit: 2 })) seen.push(job.fine_tuned_model)
  expect(seen).toEqual(['ft:words:chorus:s3', 'ft:words:chorus:s2', 'ft:words:chorus:s1'])
  const even = await client.fineTuning.jobs.list({ metadata: { group: 'even' } })
  expect(even.data.map((job) => job.fine_tuned_model)).toEqual(['ft:words:chorus:s2'])
})

test('a job that was running when the service stopped is finished by the next one', async () => {
  const dataDir = await temporaryFolder()
  const first = await startModel({ dataDir, backend: { stepMs: () => 20 } })
  const training_file = await uploadRows(first.client, goodRows(40))
  const { id } = await first.client.fineTuning.jobs.create({
    model: 'words',
    training_file,
    suffix: 'kept',
    seed: 3,
  })
  await waitFor(async () => (await first.client.fineTuning.jobs.listEvents(id)).data[0]?.type === 'metrics')
  await first.service.stop()
  const second = await startModel({ dataDir })
  expect(await untilOver(second.client, id)).toMatchObject({
    status: 'succeeded',
    fine_tuned_model: 'ft:words:chorus:kept',
  })
  const events = await second.client.fineTuning.jobs.listEvents(id, { limit: 1000 })
  const steps = events.data
    .filter((event) => event.type === 'metrics')
    .map((event) => (event.data as { step: number }).step)
  expect(steps).toEqual(Array.from({ length: 20 }, (_, position) => 20 - position))
})
