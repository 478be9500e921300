import { pathsSampled, runResumed, sampleSetSampled, samplingBlocked } from '@chorus/schema/events/index.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createScriptedEndpoint, type Fault, type FaultRule } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { learningOrder, seedGround, startIteration } from './seed-run.ts'
import { startSampler, type TestSampler } from './start-sampler.ts'

let sampler: TestSampler

beforeAll(async () => {
  sampler = await startSampler()
})
afterAll(() => sampler.stop())

const QUESTIONS = 3
const PATHS = 6

/** Starts a run against an endpoint with faults; gives its end and its path events. */
async function sampleWith(faults: readonly FaultRule[], requestTimeoutMs = 5_000) {
  const endpoint = await createScriptedEndpoint({ faults })
  try {
    const ground = await seedGround(sampler, {
      baseUrl: endpoint.baseUrl,
      questions: QUESTIONS,
      maxChoicesPerRequest: 3,
      requestTimeoutMs,
    })
    const order = learningOrder(ground, { questionCount: QUESTIONS, paths: PATHS })
    await startIteration(sampler, order)
    const { sampleSetId } = order.sampleSet
    const end = await waitFor(
      () => sampler.received(sampleSetSampled).find((data) => data.sampleSetId === sampleSetId),
      { timeoutMs: 30_000, message: 'sample-set-sampled' },
    )
    const ofRun = () => sampler.received(pathsSampled).filter((data) => data.sampleSet.runId === order.runId)
    await waitFor(() => ofRun().length === QUESTIONS)
    return { end, events: ofRun(), ledger: endpoint.ledger }
  } finally {
    await endpoint.close()
  }
}

const passing: readonly (readonly [name: string, fault: Fault, times: number])[] = [
  ['429 with Retry-After', { kind: 'rate-limit', retryAfterSeconds: 1 }, 2],
  ['429 without Retry-After', { kind: 'rate-limit' }, 3],
  ['500', { kind: 'status', status: 500 }, 4],
  ['503 with Retry-After', { kind: 'status', status: 503, retryAfterSeconds: 1 }, 1],
  ['no answer', { kind: 'hang' }, 2],
  ['half of n', { kind: 'partial', choices: 1 }, 5],
  ['a broken connection', { kind: 'reset' }, 3],
  ['bad JSON', { kind: 'invalid-json' }, 3],
  ['no choices', { kind: 'empty-choices' }, 3],
  ['no usage', { kind: 'missing-usage' }, 100],
]

describe('an endpoint that answers, for a while, with', () => {
  test.for(passing)('%s costs no path: each question has exactly m', async ([, fault, times]) => {
    const { end, events, ledger } = await sampleWith([{ fault, times }], 1_000)
    expect(end).toMatchObject({ pathCount: QUESTIONS * PATHS, shortfall: 0, shortfallReasons: [] })
    for (const event of events) {
      expect(event.paths.map((path) => path.index)).toEqual([0, 1, 2, 3, 4, 5])
      expect(event.closes).toMatchObject({ stored: PATHS, shortfall: 0 })
    }
    expect(ledger.entries.filter((entry) => entry.fault === fault.kind)).not.toHaveLength(0)
  })
})

describe('an endpoint', () => {
  test('that asks for a pause gets one: nothing comes before it is over', async () => {
    const fault: Fault = { kind: 'rate-limit', retryAfterSeconds: 2 }
    const { ledger } = await sampleWith([{ fault, times: 1 }])
    const limited = ledger.entries.find((entry) => entry.fault === 'rate-limit')
    const after = ledger.entries.filter((entry) => entry.fault === null && entry.attempt > 0)
    expect(Math.min(...after.map((entry) => entry.atMs)) - (limited?.atMs ?? 0)).toBeGreaterThanOrEqual(1_950)
  })

  test('that ends every text at the limit gives paths which say so', async () => {
    const { events } = await sampleWith([{ fault: { kind: 'length' } }])
    expect(new Set(events.flatMap((event) => event.paths.map((path) => path.finishReason)))).toEqual(
      new Set(['LENGTH']),
    )
  })

  test('that never answers one question with JSON leaves a recorded shortfall there, and only there', async () => {
    const when = (call: { readonly bodyText: string }) => call.bodyText.includes('What is 1 plus 1? ')
    const { end, events } = await sampleWith([{ fault: { kind: 'invalid-json' }, when }])
    expect(end).toMatchObject({ pathCount: 2 * PATHS, shortfall: PATHS })
    expect(end.shortfallReasons[0]).toMatch(/not JSON \(5 times in a row\)/)
    const short = events.filter((event) => event.closes?.shortfall !== 0)
    expect(short.map((event) => [event.question.position, event.paths.length])).toEqual([[1, 0]])
    expect(short[0]?.closes?.reason).toMatch(/not JSON/)
  })

  test('that finds one question too long leaves a shortfall and goes on with the others', async () => {
    const fault: Fault = { kind: 'status', status: 400, code: 'context_length_exceeded' }
    const when = (call: { readonly bodyText: string }) => call.bodyText.includes('What is 2 plus 2? ')
    const { end } = await sampleWith([{ fault, when }])
    expect(end).toMatchObject({ pathCount: 2 * PATHS, shortfall: PATHS })
    expect(end.shortfallReasons[0]).toMatch(/answered 400/)
  })

  test.for([401, 403, 404, 400])(
    'that refuses with %i blocks the run with its words until a person resumes it',
    async (status) => {
      const endpoint = await createScriptedEndpoint({ faults: [{ fault: { kind: 'status', status } }] })
      const ground = await seedGround(sampler, { baseUrl: endpoint.baseUrl, questions: QUESTIONS })
      const order = learningOrder(ground, { questionCount: QUESTIONS, paths: PATHS })
      await startIteration(sampler, order)
      const { runId, sampleSet } = order
      const blocked = () => sampler.received(samplingBlocked).filter((data) => data.runId === runId)
      await waitFor(() => blocked().length > 0)
      expect(blocked()).toEqual([
        {
          runId,
          cause: 'ENDPOINT_REFUSES',
          reason: `The endpoint answered ${status}: Scripted status ${status}.`,
        },
      ])
      const callsBefore = endpoint.ledger.count('chat')
      expect(callsBefore).toBeLessThanOrEqual(8)
      endpoint.setFaults([])
      await sampler.send(runResumed, { runId, leaseMs: 60_000 })
      await waitFor(() =>
        sampler.received(sampleSetSampled).find((data) => data.sampleSetId === sampleSet.sampleSetId),
      )
      expect(blocked()).toHaveLength(1)
      await endpoint.close()
    },
  )
})
