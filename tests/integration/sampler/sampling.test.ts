import { evaluationPathsSampled, pathsSampled, sampleSetSampled } from '@chorus/schema/events/index.ts'
import { pathsHash } from '@chorus/schema/method/content-hash.ts'
import { basePathSeed } from '@chorus/schema/method/path-seed.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createScriptedEndpoint, type ScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { evaluationOrder, learningOrder, seedGround, startIteration } from './seed-run.ts'
import { startSampler, type TestSampler } from './start-sampler.ts'

let sampler: TestSampler
let endpoint: ScriptedEndpoint

beforeAll(async () => {
  sampler = await startSampler()
  endpoint = await createScriptedEndpoint()
})
afterAll(async () => {
  await sampler.stop()
  await endpoint.close()
})

const sampled = (sampleSetId: string) =>
  waitFor(() => sampler.received(sampleSetSampled).find((data) => data.sampleSetId === sampleSetId), {
    timeoutMs: 20_000,
    message: 'sample-set-sampled',
  })

describe('an iteration', () => {
  test('gets m paths for each question, with the seeds of its key, and says so once', async () => {
    const ground = await seedGround(sampler, { baseUrl: endpoint.baseUrl, questions: 6 })
    const { runId, sampleSet } = await startIteration(
      sampler,
      learningOrder(ground, { questionCount: 5, paths: 10 }),
    )
    const end = await sampled(sampleSet.sampleSetId)
    const ofRun = () => sampler.received(pathsSampled).filter((data) => data.sampleSet.runId === runId)
    await waitFor(() => ofRun().length === 5)
    const events = ofRun()
    for (const { question, paths, closes } of events) {
      const base = basePathSeed({
        runSeed: 7,
        sampleSetKey: sampleSet.key,
        questionHash: question.questionHash,
      })
      expect(paths.map((path) => path.text)).toEqual(
        Array.from({ length: 10 }, (_, i) => `The answer is ${(base + i) % 10}.`),
      )
      expect(closes).toEqual({ round: 1, stored: 10, shortfall: 0, reason: null })
    }
    expect(events.map((data) => data.question.position).sort()).toEqual([0, 1, 2, 3, 4])
    const contents = events.flatMap(({ question, paths }) =>
      paths.map(({ index, text }) => ({ questionHash: question.questionHash, index, text: text ?? '' })),
    )
    expect(end).toMatchObject({ runId, pathCount: 50, shortfall: 0, shortfallReasons: [] })
    expect(end.pathsHash).toBe(pathsHash(contents))
    expect(sampler.received(sampleSetSampled).filter((data) => data.runId === runId)).toHaveLength(1)
  })

  test('sends its evaluation paths with gold answers on their own topic', async () => {
    const ground = await seedGround(sampler, { baseUrl: endpoint.baseUrl, questions: 4, kind: 'LABELLED' })
    const { runId, sampleSet } = await startIteration(
      sampler,
      evaluationOrder(ground, { questionCount: 4, paths: 1 }),
    )
    await sampled(sampleSet.sampleSetId)
    const ofRun = () =>
      sampler.received(evaluationPathsSampled).filter((data) => data.sampleSet.runId === runId)
    await waitFor(() => ofRun().length === 4)
    expect(ofRun().map((data) => [data.goldAnswer, data.paths.length])).toEqual(
      Array.from({ length: 4 }, () => ['7', 1]),
    )
    expect(sampler.received(pathsSampled).filter((data) => data.sampleSet.runId === runId)).toEqual([])
  })
})
