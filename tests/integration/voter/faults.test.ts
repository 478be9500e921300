import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { evaluationScored, iterationVoted, pathsKept, questionVoted } from '@chorus/schema/events/voting.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { makePath, makeSampleSet, sampledEvent } from './sampled-question.ts'
import { startVoter, type TestVoter } from './start-voter.ts'

let voter: TestVoter
let sampler: Server
/** Texts that the sampler's subgraph serves, by global path id. */
const texts = new Map<string, string>()
let refusals = 0

beforeAll(async () => {
  sampler = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json')
      if (refusals-- > 0) return response.writeHead(503).end('{}')
      const nodes = Array.from(texts, ([id, text]) => ({ id, text }))
      const paths = { nodes, pageInfo: { hasNextPage: false, endCursor: null } }
      return response.end(JSON.stringify({ data: { _entities: [{ paths }] } }))
    })
  })
  await new Promise<void>((resolve) => sampler.listen(0, '127.0.0.1', resolve))
  const { port } = sampler.address() as AddressInfo
  voter = await startVoter({ samplerUrl: `http://127.0.0.1:${port}/graphql` })
})
afterAll(async () => {
  await voter.stop()
  sampler.close()
})

describe('a path too large to travel', () => {
  test('is read from the sampler, again after a refusal, and travels on without its text', async () => {
    const sampleSet = makeSampleSet()
    const { sampleSetId } = sampleSet
    const large = makePath(sampleSet, 0, { index: 0, text: null })
    texts.set(toGlobalId('Path', large.pathId), `${'x'.repeat(300 * 1024)}. The answer is 7. More`)
    refusals = 1
    const event = sampledEvent({ sampleSet, position: 0, answers: ['7', '7', '8'] })
    const data = event.data as { paths: object[] }
    await voter.send({ ...event, data: { ...data, paths: [large, ...data.paths.slice(1)] } })
    await waitFor(() => voter.received(iterationVoted).find((end) => end.sampleSetId === sampleSetId))
    const kept = await waitFor(() =>
      voter.received(pathsKept).find((data) => data.sampleSetId === sampleSetId),
    )
    expect(kept.paths.map(({ index, text }) => [index, text === null])).toEqual([
      [0, true],
      [1, false],
    ])
    expect(kept.paths[0]?.answerEndsAt).toBe(300 * 1024 + '. The answer is 7.'.length)
    expect(await voter.database.query(`select 1 from voter.text_fetches`)).toEqual([])
    expect(await voter.database.query(`select 1 from voter.held_paths`)).toEqual([])
  })

  test('of an evaluation takes its gold answer along only until it is scored', async () => {
    const sampleSet = makeSampleSet({ method: 'COT', evaluationId: makeSampleSet().sampleSetId })
    const large = makePath(sampleSet, 0, { index: 0, text: null })
    texts.set(toGlobalId('Path', large.pathId), 'The answer is 314159265.')
    const event = sampledEvent({ sampleSet, position: 0, answers: ['1'], goldAnswer: '314159265.0' })
    await voter.send({ ...event, data: { ...(event.data as object), paths: [large] } })
    const scored = await waitFor(() =>
      voter.received(evaluationScored).find((data) => data.sampleSetId === sampleSet.sampleSetId),
    )
    expect(scored.outcomes).toBe('C')
    expect(await voter.database.query(`select 1 from voter.text_fetches`)).toEqual([])
  })
})

describe('a voter', () => {
  test('whose connections are cut again and again votes on every question exactly once', async () => {
    const questionCount = 60
    const sampleSet = makeSampleSet({ questionCount })
    const { sampleSetId } = sampleSet
    const events = Array.from({ length: questionCount }, (_, position) =>
      sampledEvent({ sampleSet, position, answers: ['1', '1', '2', null] }),
    )
    for (const [n, event] of events.entries()) await voter.send(...(n % 2 === 0 ? [event] : [event, event]))
    let cuts = 0
    const end = await waitFor(
      async () => {
        const found = voter.received(iterationVoted).find((data) => data.sampleSetId === sampleSetId)
        if (!found && cuts < 10) cuts += Math.sign(await voter.database.cutConnections())
        return found
      },
      { timeoutMs: 40_000, intervalMs: 30 },
    )
    expect(cuts).toBeGreaterThan(1)
    expect(end).toMatchObject({ voteCount: questionCount, keptPathCount: 2 * questionCount })
    const votes = await waitFor(() => {
      const found = voter.received(questionVoted).filter((data) => data.sampleSetId === sampleSetId)
      return found.length >= questionCount && found
    })
    expect(new Set(votes.map((vote) => vote.voteId)).size).toBe(questionCount)
  })

  test('beside another one shares the work with it, and a sample set is closed once', async () => {
    const other = await voter.startAnother()
    const questionCount = 120
    const sampleSets = [makeSampleSet({ questionCount }), makeSampleSet({ questionCount })]
    const events = Array.from({ length: questionCount }, (_, position) =>
      sampleSets.map((sampleSet) => sampledEvent({ sampleSet, position, answers: ['1', '1', '2'] })),
    )
    await voter.send(...events.flat())
    const ends = await waitFor(() => {
      const found = voter
        .received(iterationVoted)
        .filter(({ sampleSetId }) => sampleSets.some((sampleSet) => sampleSet.sampleSetId === sampleSetId))
      return found.length === 2 && found
    })
    expect(ends.map(({ voteCount }) => voteCount)).toEqual([questionCount, questionCount])
    expect(await voter.database.query(`select reason from voter.dead_letters`)).toEqual([])
    await other.stop()
  })

  test('whose transaction fails at its end has written nothing of it, and does it all again', async () => {
    const sampleSet = makeSampleSet()
    const { sampleSetId } = sampleSet
    // The outbox comes last: without it the votes must not be there either.
    await voter.database.query(`alter table voter.outbox rename to outbox_away`)
    await voter.send(sampledEvent({ sampleSet, position: 0, answers: ['1', '1'] }))
    const count = async (table: string) =>
      (await voter.database.query(`select 1 from voter.${table} where sample_set_id = $1`, [sampleSetId]))
        .length
    const letters = () =>
      voter.database.query<{ value: Buffer }>(`select value from voter.dead_letters where key like $1`, [
        `${sampleSet.runId}:%`,
      ])
    await waitFor(async () => (await letters()).length === 1)
    expect([await count('votes'), await count('answers'), await count('questions')]).toEqual([0, 0, 0])
    await voter.database.query(`alter table voter.outbox_away rename to outbox`)
    await voter.send(sampledEvent({ sampleSet, position: 0, answers: ['1', '1'] }))
    await waitFor(() => voter.received(iterationVoted).find((data) => data.sampleSetId === sampleSetId))
    expect([await count('votes'), await count('answers'), await count('questions')]).toEqual([1, 2, 1])
  })
})
