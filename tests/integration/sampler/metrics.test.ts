import { sampleSetSampled } from '@chorus/schema/events/index.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scrape } from '../../testkit/scrape.ts'
import { createScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { learningOrder, seedGround, startIteration } from './seed-run.ts'
import { startSampler, type TestSampler } from './start-sampler.ts'

let sampler: TestSampler
beforeAll(async () => {
  sampler = await startSampler()
})
afterAll(() => sampler.stop())

test('calls to models are told by endpoint and outcome, with their tokens and those in flight', async () => {
  const endpoint = await createScriptedEndpoint({
    faults: [{ fault: { kind: 'status', status: 500 }, times: 2 }],
    latencyMs: 300,
  })
  const ground = await seedGround(sampler, {
    baseUrl: endpoint.baseUrl,
    questions: 3,
    maxChoicesPerRequest: 4,
  })
  const names = await sampler.database.query<{ name: string }>('select name from sampler.endpoints')
  const label = { endpoint: names[0]?.name ?? '' }
  await startIteration(sampler, learningOrder(ground, { questionCount: 3, paths: 4 }))
  const read = () => scrape(sampler.url())
  await waitFor(async () => Number((await read()).value('chorus_model_calls_in_flight', label)) > 0)
  await waitFor(() => sampler.received(sampleSetSampled).length === 1)

  const found = await read()
  const calls = (outcome: string) => found.value('chorus_model_call_seconds_count', { ...label, outcome })
  expect(calls('server_error')).toBe(2)
  expect(calls('ok')).toBe(3)
  expect(found.value('chorus_model_calls_in_flight', label)).toBe(0)
  const [billed] = await sampler.database.query<{ prompt: number; completion: number }>(
    `select sum(prompt_tokens)::int as prompt, sum(completion_tokens)::int as completion from sampler.calls`,
  )
  expect(billed?.completion).toBeGreaterThan(0)
  const tokens = (kind: string) => found.value('chorus_model_call_tokens_total', { ...label, kind })
  expect([tokens('prompt'), tokens('completion')]).toEqual([billed?.prompt, billed?.completion])
  await endpoint.close()
})
