import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import {
  pathsSampled,
  runCancelling,
  runPaused,
  runResumed,
  sampleSetSampled,
  samplingBlocked,
  samplingLeaseRenewed,
  samplingStopped,
  trainingSettled,
} from '@chorus/schema/events/index.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createScriptedEndpoint, type ScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { learningOrder, type OrderOptions, seedGround, startIteration } from './seed-run.ts'
import { startSampler, type TestSampler } from './start-sampler.ts'

let sampler: TestSampler
let endpoint: ScriptedEndpoint

beforeAll(async () => {
  sampler = await startSampler()
})
afterAll(() => sampler.stop())
beforeEach(async () => {
  endpoint = await createScriptedEndpoint()
})
afterEach(() => endpoint.close())

const LEASE_MS = 60_000

const isSampled = (sampleSetId: string) =>
  sampler.received(sampleSetSampled).find((data) => data.sampleSetId === sampleSetId)

const sampled = (sampleSetId: string) =>
  waitFor(() => isSampled(sampleSetId), { timeoutMs: 30_000, message: 'sample-set-sampled' })

/** Starts a run whose calls take their time, one path each. */
async function startSlowRun(options: Partial<OrderOptions> = {}, latencyMs = 100) {
  endpoint.setLatencyMs(latencyMs)
  const questionCount = options.questionCount ?? 20
  const ground = await seedGround(sampler, {
    baseUrl: endpoint.baseUrl,
    questions: questionCount,
    maxConcurrentRequests: 4,
    maxChoicesPerRequest: 1,
  })
  return startIteration(sampler, learningOrder(ground, { paths: 4, ...options, questionCount }))
}

/** Choices that the endpoint made more than once. */
function paidTwice(): [number, number][] {
  return [...endpoint.ledger.seedCounts()].filter(([, times]) => times > 1)
}

/** Waits until the number of calls has stayed the same for a while. */
async function callsStandStill(): Promise<number> {
  let last = -1
  return waitFor(
    () => {
      const count = endpoint.ledger.count('chat')
      const isSame = count === last && endpoint.ledger.inFlight === 0
      last = count
      return isSame ? count : null
    },
    { intervalMs: 700 },
  )
}

describe('a paused run', () => {
  test('makes no new call, keeps what was in flight, and goes on where it was', async () => {
    const { runId, sampleSet } = await startSlowRun()
    await waitFor(() => endpoint.ledger.count('chat') >= 8)
    await sampler.send(runPaused, { runId, reason: 'a person asked' })
    const calls = await callsStandStill()
    expect(calls).toBeLessThan(80)
    await sampler.send(runResumed, { runId, leaseMs: LEASE_MS })
    await sampled(sampleSet.sampleSetId)
    expect(endpoint.ledger.count('chat')).toBe(80)
    expect(paidTwice()).toEqual([])
  })

  test('that was paused before its first order waits for run-resumed', async () => {
    const runId = uuidv7()
    await sampler.send(runPaused, { runId, reason: 'early' })
    const { sampleSet } = await startSlowRun({ runId, questionCount: 2 })
    await waitFor(async () => {
      const rows = await sampler.database.query(`select 1 from sampler.sampling_tasks where run_id = $1`, [
        runId,
      ])
      return rows.length === 2
    })
    expect(await callsStandStill()).toBe(0)
    await sampler.send(runResumed, { runId, leaseMs: LEASE_MS })
    await sampled(sampleSet.sampleSetId)
  })
})

describe('a cancelled run', () => {
  test('cuts its calls at once, makes none after 2 s, and answers sampling-stopped', async () => {
    const { runId, sampleSet } = await startSlowRun({}, 20_000)
    await waitFor(() => endpoint.ledger.inFlight === 4)
    await sampler.send(runCancelling, { runId, reason: 'a person asked' })
    await waitFor(() => sampler.received(samplingStopped).some((data) => data.runId === runId), {
      timeoutMs: 5_000,
    })
    expect(endpoint.ledger.inFlight).toBe(0)
    expect(endpoint.ledger.count('chat')).toBe(4)
    expect(isSampled(sampleSet.sampleSetId)).toBeUndefined()
    const open = `select 1 from sampler.calls where run_id = $1 and state = 'RESERVED'`
    expect(await sampler.database.query(open, [runId])).toEqual([])
  })

  test('that never began is answered too, and a late order changes nothing', async () => {
    const runId = uuidv7()
    await sampler.send(runCancelling, { runId, reason: 'early' })
    await waitFor(() => sampler.received(samplingStopped).some((data) => data.runId === runId))
    await startSlowRun({ runId, questionCount: 1 }, 0)
    expect(await callsStandStill()).toBe(0)
    expect(sampler.received(samplingStopped).filter((data) => data.runId === runId)).toHaveLength(1)
  })
})

describe('a run whose lease lapses', () => {
  test('makes no call until the lease is renewed', async () => {
    const { runId, sampleSet } = await startSlowRun({ leaseMs: 600 })
    const calls = await callsStandStill()
    expect(calls).toBeGreaterThan(0)
    expect(calls).toBeLessThan(80)
    await sampler.send(samplingLeaseRenewed, { runId, leaseMs: LEASE_MS })
    await sampled(sampleSet.sampleSetId)
    expect(endpoint.ledger.count('chat')).toBe(80)
  })
})

describe('an order', () => {
  test('that comes twice is carried out once', async () => {
    const order = await startSlowRun({ questionCount: 3 }, 0)
    await startIteration(sampler, order)
    await sampled(order.sampleSet.sampleSetId)
    expect(await callsStandStill()).toBe(12)
    expect(sampler.received(sampleSetSampled).filter((data) => data.runId === order.runId)).toHaveLength(1)
  })

  test('to learn from a labelled dataset is refused: no labels in the loop', async () => {
    const ground = await seedGround(sampler, { baseUrl: endpoint.baseUrl, questions: 2, kind: 'LABELLED' })
    const { runId } = await startIteration(sampler, learningOrder(ground, { questionCount: 2 }))
    const blocked = await waitFor(() =>
      sampler.received(samplingBlocked).find((data) => data.runId === runId),
    )
    expect(blocked).toMatchObject({ cause: 'NOT_ALLOWED', reason: expect.stringMatching(/labelled one/) })
    expect(endpoint.ledger.count('chat')).toBe(0)
  })

  test('for something unknown blocks the run and says what is missing', async () => {
    const ground = await seedGround(sampler, { baseUrl: endpoint.baseUrl, questions: 2 })
    const order = learningOrder({ ...ground, promptSetId: uuidv7() }, { questionCount: 2 })
    await startIteration(sampler, order)
    const blocked = await waitFor(() =>
      sampler.received(samplingBlocked).find((data) => data.runId === order.runId),
    )
    expect(blocked.reason).toMatch(/^Expected prompt set .* found nothing/)
  })
})

describe('a worker', () => {
  test('that was claimed over writes nothing, and its question still gets exactly m paths', async () => {
    const { runId, sampleSet } = await startSlowRun({ questionCount: 1 }, 1_500)
    await waitFor(() => endpoint.ledger.inFlight === 4)
    // As if the worker had been frozen for longer than its lease, and another had come.
    await sampler.database.query(
      `update sampler.sampling_tasks set epoch = epoch + 1, available_at = clock_timestamp() + interval '4 s' where run_id = $1`,
      [runId],
    )
    await waitFor(() => endpoint.ledger.inFlight === 0)
    expect(
      await sampler.database.query(`select 1 from sampler.paths where sample_set_id = $1`, [
        sampleSet.sampleSetId,
      ]),
    ).toEqual([])
    const end = await sampled(sampleSet.sampleSetId)
    expect(end).toMatchObject({ pathCount: 4, shortfall: 0 })
    expect(sampler.received(pathsSampled).filter((data) => data.sampleSet.runId === runId)).toHaveLength(1)
  })

  test('that is stopped and started again asks for nothing that is stored', async () => {
    const { sampleSet } = await startSlowRun({ questionCount: 10, paths: 8 })
    await waitFor(() => endpoint.ledger.count('chat') >= 20)
    await sampler.restart()
    await sampled(sampleSet.sampleSetId)
    expect(endpoint.ledger.count('chat')).toBe(80)
    expect(paidTwice()).toEqual([])
  })

  test('shares an endpoint fairly between two runs, and a further worker takes part', async () => {
    const first = await startSlowRun({ questionCount: 40, paths: 4 }, 60)
    const ground = {
      datasetId: first.sampleSet.datasetId,
      endpointId: first.sampleSet.endpointId,
      promptSetId: first.sampleSet.promptSetId,
    }
    const second = await startIteration(
      sampler,
      learningOrder(ground, { questionCount: 40, paths: 4, arm: 'second' }),
    )
    await sampler.addSampler()
    await Promise.all([sampled(first.sampleSet.sampleSetId), sampled(second.sampleSet.sampleSetId)])
    const counts = await sampler.database.query<{ run_id: string; middle: Date }>(
      `select run_id, percentile_disc(0.5) within group (order by created_at) as middle from sampler.calls
       where run_id = any($1::uuid[]) group by run_id`,
      [[first.runId, second.runId]],
    )
    const [a, b] = counts.map((row) => row.middle.getTime())
    // Served one after the other, the middles would lie half the time apart: 2,400 ms.
    expect(Math.abs((a ?? 0) - (b ?? 0))).toBeLessThan(1_200)
    expect(paidTwice()).toEqual([])
  })
})

describe('a budget', () => {
  const spendOf = async (runId: string) => {
    const answer = await sampler.ask(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on Run { spend { costUsd reservedUsd promptTokens completionTokens trainedTokens calls } } } }`,
      { r: [{ __typename: 'Run', id: toGlobalId('Run', runId) }] },
    )
    const entities = answer.data?._entities as
      | readonly { spend: Record<string, string | number> }[]
      | undefined
    return entities?.[0]?.spend
  }

  test('is never exceeded: the run is blocked when the next call does not fit', async () => {
    const ground = await seedGround(sampler, {
      baseUrl: endpoint.baseUrl,
      questions: 30,
      maxChoicesPerRequest: 1,
      price: '1000000',
    })
    const order = learningOrder(ground, { questionCount: 30, paths: 4, maxTokens: 10, maxCostUsd: '3000' })
    await startIteration(sampler, order)
    const { runId } = order
    const blocked = await waitFor(() =>
      sampler.received(samplingBlocked).find((data) => data.runId === runId),
    )
    expect(blocked.cause).toBe('BUDGET_SPENT')
    await callsStandStill()
    const spend = await waitFor(async () => {
      const found = await spendOf(runId)
      return found?.reservedUsd === '0' ? found : null
    })
    const billed = endpoint.ledger.billedPromptTokens + endpoint.ledger.billedCompletionTokens
    expect(spend).toMatchObject({ costUsd: String(billed), calls: endpoint.ledger.count('chat') })
    expect(billed).toBeLessThanOrEqual(3_000)
    expect(billed).toBeGreaterThan(2_000)
  })

  test('counts the tokens of training, once for each job', async () => {
    const { runId, sampleSet } = await startSlowRun({ questionCount: 1 }, 0)
    await sampled(sampleSet.sampleSetId)
    const job = {
      runId,
      endpointId: sampleSet.endpointId,
      endpointVersion: 1,
      model: 'scripted',
      jobId: 'ftjob-1',
      trainedTokens: 4_000,
    }
    await sampler.send(trainingSettled, job)
    await sampler.send(trainingSettled, job)
    await waitFor(async () => (await spendOf(runId))?.trainedTokens === '4000')
    await sampler.send(samplingLeaseRenewed, { runId, leaseMs: 90_000 })
    expect(await spendOf(runId)).toMatchObject({ trainedTokens: '4000', calls: 4 })
  })
})
