import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toFile } from 'openai'
import { describe, expect, test } from 'vitest'
import { goodRows, startModel, temporaryFolder, uploadRows } from './start-model.ts'

describe('files', () => {
  test('are kept byte for byte, listed newest first, and deleted', async () => {
    const { client } = await startModel()
    const bytes = Buffer.from('{"a": "äöü – 🙂"}\r\n{"b": 2}')
    const file = await client.files.create({
      file: await toFile(bytes, 'my rows.jsonl'),
      purpose: 'fine-tune',
    })
    expect(file).toMatchObject({
      object: 'file',
      filename: 'my rows.jsonl',
      bytes: bytes.length,
      purpose: 'fine-tune',
    })
    expect(Buffer.from(await (await client.files.content(file.id)).arrayBuffer())).toEqual(bytes)
    expect(await client.files.retrieve(file.id)).toEqual(file)
    expect(await client.files.delete(file.id)).toMatchObject({ id: file.id, deleted: true })
    await expect(client.files.retrieve(file.id)).rejects.toMatchObject({
      status: 404,
      code: 'file_not_found',
    })
    expect((await client.files.list()).data).toEqual([])
  })

  test('come in pages that together hold each once', async () => {
    const { client } = await startModel()
    const ids: string[] = []
    for (let number = 0; number < 5; number += 1) ids.push(await uploadRows(client, goodRows(1)))
    const seen: string[] = []
    for await (const { id } of client.files.list({ limit: 2 })) seen.push(id)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    const first = await client.files.list({ limit: 2 })
    expect([first.data.length, first.has_more]).toEqual([2, true])
    const ascending = await client.files.list({ order: 'asc' })
    expect(ascending.data.map(({ id }) => id)).toEqual(seen.toReversed())
  })

  test('are there again after a restart', async () => {
    const dataDir = await temporaryFolder()
    const first = await startModel({ dataDir })
    const id = await uploadRows(first.client, goodRows(2))
    await first.service.stop()
    const second = await startModel({ dataDir })
    expect((await second.client.files.list()).data.map((file) => file.id)).toEqual([id])
  })

  test('above the limit are answered with 413, and leave no connection that holds up a stop', async () => {
    const { client, service } = await startModel({ env: { CHORUS_MODEL_MAX_UPLOAD_BYTES: '2000' } })
    const upload = client.files.create({
      file: await toFile(Buffer.alloc(3_000_000, 'x'), 'a.jsonl'),
      purpose: 'fine-tune',
    })
    await expect(upload).rejects.toMatchObject({ status: 413, code: 'request_too_large' })
    const stoppedAtMs = performance.now()
    await service.stop()
    expect(performance.now() - stoppedAtMs).toBeLessThan(2_000)
  })

  test('need the purpose fine-tune and a form with a file', async () => {
    const { client, baseURL } = await startModel()
    const other = client.files.create({ file: await toFile(Buffer.from('{}'), 'a.jsonl'), purpose: 'batch' })
    await expect(other).rejects.toMatchObject({ status: 400, param: 'purpose' })
    const plain = await fetch(`${baseURL}/files`, { method: 'POST', body: 'text' })
    expect([plain.status, await plain.json()]).toMatchObject([400, { error: { code: 'invalid_form' } }])
    const form = new FormData()
    form.set('purpose', 'fine-tune')
    const empty = await fetch(`${baseURL}/files`, { method: 'POST', body: form })
    expect([empty.status, await empty.json()]).toMatchObject([400, { error: { param: 'file' } }])
  })

  test('that no list has are refused as a cursor', async () => {
    const { client } = await startModel()
    await expect(client.files.list({ after: 'nothing' })).rejects.toMatchObject({
      status: 400,
      param: 'after',
    })
    await expect(client.files.list({ limit: 0 })).rejects.toMatchObject({ status: 400, param: 'limit' })
  })

  test('are part of the record of everything that was received', async () => {
    const recordDir = await temporaryFolder()
    const { client } = await startModel({ env: { CHORUS_MODEL_RECORD_DIR: recordDir } })
    await uploadRows(client, [{ messages: [{ role: 'assistant', content: 'marked-4711' }] }])
    await client.completions.create({ model: 'words', prompt: 'marked-4712' })
    const lines = (await readFile(join(recordDir, 'requests.jsonl'), 'utf8')).trim().split('\n')
    const records = lines.map((line) => JSON.parse(line))
    expect(records.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/files',
      'POST /v1/completions',
    ])
    expect(records[0].body).toContain('marked-4711')
    expect(records[1].body).toContain('marked-4712')
  })
})
