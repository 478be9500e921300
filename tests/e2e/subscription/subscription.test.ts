import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import { startSmallRun } from '../../testkit/small-run.ts'
import { logOverEventStream, logOverSocket, readThroughCuts } from '../../testkit/subscribers.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.stop())

/** A small generator with a seed, so that a failure can be seen again. */
function drawFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('50 clients that are cut off at random and come back with their last cursor see 1…k, over WebSocket and SSE', async () => {
  const runId = await startSmallRun(platform, { name: 'cut' })
  const clients = Array.from({ length: 50 }, (_, index) => {
    const draw = drawFrom(index)
    const open = index % 2 === 0 ? logOverSocket(platform.graphUrl) : logOverEventStream(platform.graphUrl)
    return readThroughCuts({ open, runId, linesUntilCut: () => 1 + Math.floor(draw() * 9) })
  })
  const seen = await Promise.all(clients)
  const k = Math.max(...seen.map(({ sequences }) => sequences.length))
  const whole = Array.from({ length: k }, (_, index) => index + 1)
  expect(k).toBeGreaterThan(15)
  for (const { sequences } of seen) expect(sequences).toEqual(whole)
  expect(Math.min(...seen.map(({ cuts }) => cuts))).toBeGreaterThan(0)
})

test.each([
  ['WebSocket', logOverSocket],
  ['SSE', logOverEventStream],
])('a run that has ended is told from its first line to its last over %s', async (_, transport) => {
  const { data } = await platform.graphql<{ runs: { nodes: { id: string }[] } }>('{ runs { nodes { id } } }')
  const runId = data?.runs.nodes[0]?.id ?? ''
  const { sequences } = await readThroughCuts({
    open: transport(platform.graphUrl),
    runId,
    linesUntilCut: () => Number.POSITIVE_INFINITY,
  })
  expect(sequences).toEqual(sequences.map((_line, index) => index + 1))
})

test('a cursor that is none is refused with a clear error, and so is an unknown run', async () => {
  const open = logOverEventStream(platform.graphUrl)
  const read = async (runId: string, after: string | null) => {
    for await (const line of open({ runId, after })) return line
    return undefined
  }
  await expect(read('run_01a20a1a-0000-7000-8000-000000000000', null)).rejects.toThrow(/run/i)
})
