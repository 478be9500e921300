import { expect, test } from 'vitest'
import { scrape } from '../../testkit/scrape.ts'
import { startModel } from './start-model.ts'

const messages = [{ role: 'user' as const, content: 'How many apples?' }]

test('requests are told by route and status, tokens as they are billed, and the queue', async () => {
  const { client, url } = await startModel({ env: { CHORUS_MODEL_API_KEY: 'secret' } })
  const { usage } = await client.chat.completions.create({ model: 'words', messages, n: 3 })
  await client.files.retrieve('file-none').catch(() => undefined)
  await client.files.retrieve('file-other').catch(() => undefined)
  await fetch(`${url}/v1/made-up`)
  const found = await scrape(url)
  const requests = (route: string, status: string) =>
    found.value('chorus_model_request_seconds_count', { route, status })
  expect(requests('/v1/chat/completions', '200')).toBe(1)
  expect(requests('/v1/files/:id', '404')).toBe(2)
  expect(requests('unknown', '401')).toBe(1)
  expect(found.value('chorus_model_tokens_total', { kind: 'prompt' })).toBe(usage?.prompt_tokens)
  expect(found.value('chorus_model_tokens_total', { kind: 'completion' })).toBe(usage?.completion_tokens)
  expect(found.value('chorus_model_active_requests')).toBe(0)
  expect(found.value('chorus_model_waiting_requests')).toBe(0)
})
