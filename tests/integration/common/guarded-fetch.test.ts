import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuardedFetch } from '@chorus/common/src/egress/create-guarded-fetch.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: Server
let base = ''
const bodies: { type: string | undefined; text: string }[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/moved') return void response.writeHead(302, { location: '/elsewhere' }).end()
    if (request.url === '/hangs') return
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push({ type: request.headers['content-type'], text: Buffer.concat(chunks).toString() })
      response.end('answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('calls everything in local mode, and follows no redirect', async () => {
  const guarded = createGuardedFetch({ allowedHosts: [], local: true })
  expect(await (await guarded.fetch(`${base}/`)).text()).toBe('answer')
  expect((await guarded.fetch(`${base}/moved`)).status).toBe(302)
  await guarded.close()
})

test('sends JSON, forms and requests as the global fetch does', async () => {
  const guarded = createGuardedFetch({ allowedHosts: [], local: true })
  const form = new FormData()
  form.append('file', new File(['line'], 'a.jsonl'))
  await guarded.fetch(base, { method: 'POST', body: form })
  await guarded.fetch(
    new Request(base, { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } }),
  )
  const [sentForm, sentJson] = bodies.slice(-2)
  expect(sentForm?.type).toContain('multipart/form-data; boundary=')
  expect(sentForm?.text).toContain('filename="a.jsonl"')
  expect(sentJson).toEqual({ type: 'application/json', text: '{"a":1}' })
  await guarded.close()
})

test('outside local mode refuses hosts that are not listed, and names that resolve to inner addresses', async () => {
  const port = new URL(base).port
  const strict = createGuardedFetch({ allowedHosts: ['localhost'], local: false })
  await expect(strict.fetch(base)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(strict.fetch(`http://localhost:${port}/`)).rejects.toMatchObject({
    cause: { code: 'FORBIDDEN' },
  })
  const listed = createGuardedFetch({ allowedHosts: ['localhost', '127.0.0.0/8', '::1'], local: false })
  expect((await listed.fetch(`http://localhost:${port}/`)).status).toBe(200)
  await Promise.all([strict.close(), listed.close()])
})

test('an abort ends a call that hangs', async () => {
  const guarded = createGuardedFetch({ allowedHosts: [], local: true })
  await expect(guarded.fetch(`${base}/hangs`, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    name: 'TimeoutError',
  })
  await guarded.close()
})
