import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { goodRows, startModel, untilOver, uploadRows } from './start-model.ts'

describe('a training file', () => {
  const assistant = { role: 'assistant', content: 'a' }
  const bad: [string, unknown[], RegExp][] = [
    ['a line that is not JSON', [...goodRows(1), '{"messages": ['], /Line 2: expected a JSON object/],
    [
      'no assistant turn',
      [{ messages: [{ role: 'user', content: 'x' }] }],
      /Line 1: expected an assistant turn, found none/,
    ],
    [
      'only turns without loss',
      [{ messages: [{ ...assistant, weight: 0 }] }],
      /Line 1: expected an assistant turn with weight 1/,
    ],
    [
      'a weight of 2',
      [...goodRows(2), { messages: [{ ...assistant, weight: 2 }] }],
      /Line 3: messages\.0\.weight: expected a weight of 0 or 1/,
    ],
    [
      'a weight on a user turn',
      [{ messages: [{ role: 'user', content: 'x', weight: 0 }, assistant] }],
      /Line 1: messages\.0\.weight: only assistant turns/,
    ],
    [
      'a row longer than the context',
      [{ messages: [{ role: 'assistant', content: 'x '.repeat(300) }] }],
      /Line 1: expected at most 200 tokens, found 301/,
    ],
    ['no messages', [{ prompt: 'x' }], /Line 1: messages:/],
    ['nothing', ['', ''], /Expected at least 1 row/],
  ]
  test.each(bad)('with %s fails the job, which names the line', async (_name, rows, expected) => {
    const { client, backend } = await startModel()
    const training_file = await uploadRows(client, rows)
    const job = await untilOver(
      client,
      (await client.fineTuning.jobs.create({ model: 'words', training_file })).id,
    )
    expect(job).toMatchObject({ status: 'failed', fine_tuned_model: null })
    expect(job.error).toMatchObject({ code: 'invalid_training_file', param: 'training_file' })
    expect(job.error?.message).toMatch(expected)
    expect(backend.trainings).toEqual([])
  })

  test('in use by a job is not deleted', async () => {
    const { client } = await startModel({ backend: { stepMs: () => 50 } })
    const training_file = await uploadRows(client, goodRows(20))
    const { id } = await client.fineTuning.jobs.create({ model: 'words', training_file })
    await expect(client.files.delete(training_file)).rejects.toMatchObject({
      status: 409,
      code: 'file_in_use',
    })
    await client.fineTuning.jobs.cancel(id)
    await expect(client.files.delete(training_file)).resolves.toMatchObject({ deleted: true })
  })
})

describe('refusals', () => {
  const refused: [string, object, object][] = [
    ['an unknown model', { model: 'other' }, { status: 404, code: 'model_not_found' }],
    [
      'an unknown file',
      { training_file: 'file-no' },
      { status: 404, code: 'file_not_found', param: 'training_file' },
    ],
    ['a suffix with capitals', { suffix: 'Run1' }, { status: 400, param: 'suffix' }],
    ['a suffix of 65 characters', { suffix: 'a'.repeat(65) }, { status: 400, param: 'suffix' }],
    ['a negative seed', { seed: -1 }, { status: 400, param: 'seed' }],
    ['no epochs', { hyperparameters: { n_epochs: 0 } }, { status: 400, param: 'hyperparameters.n_epochs' }],
    ['another method', { method: { type: 'dpo' } }, { status: 400, param: 'method.type' }],
    [
      'a validation file',
      { validation_file: 'file-1' },
      { status: 400, code: 'unsupported_parameter', param: 'validation_file' },
    ],
  ]
  test.each(refused)('of %s', async (_name, change, expected) => {
    const { client } = await startModel()
    const training_file = await uploadRows(client, goodRows(1))
    const body = { model: 'words', training_file, ...change } as OpenAI.FineTuning.JobCreateParams
    await expect(client.fineTuning.jobs.create(body)).rejects.toMatchObject(expected)
  })

  test('of an unknown job, and of pausing', async () => {
    const { client } = await startModel()
    const unknown = { status: 404, code: 'fine_tune_not_found' }
    await expect(client.fineTuning.jobs.retrieve('ftjob-no')).rejects.toMatchObject(unknown)
    await expect(client.fineTuning.jobs.listEvents('ftjob-no')).rejects.toMatchObject(unknown)
    const training_file = await uploadRows(client, goodRows(1))
    const { id } = await client.fineTuning.jobs.create({ model: 'words', training_file })
    await expect(client.fineTuning.jobs.pause(id)).rejects.toMatchObject({
      status: 400,
      code: 'unsupported_operation',
    })
    await expect(client.fineTuning.jobs.resume(id)).rejects.toMatchObject({ status: 400 })
  })

  test('of deleting a base model, or one that a job starts from', async () => {
    const { client } = await startModel()
    await expect(client.models.delete('words')).rejects.toMatchObject({ status: 400, code: 'base_model' })
    await expect(client.models.delete('ft:no')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    })
    expect(await client.models.retrieve('words')).toMatchObject({
      id: 'words',
      object: 'model',
      owned_by: 'chorus',
    })
  })
})
