import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CountingProxy, createCountingProxy } from '../../testkit/counting-proxy.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import { startSmallRun, waitForRun } from '../../testkit/small-run.ts'

const subgraphs = ['sampler', 'voter', 'trainer'] as const
let platform: TestPlatform
let proxies: Map<(typeof subgraphs)[number], CountingProxy>
let runId: string

beforeAll(async () => {
  proxies = new Map()
  for (const name of subgraphs) proxies.set(name, await createCountingProxy())
  const env = Object.fromEntries(
    [...proxies].map(([name, { port }]) => [
      `CHORUS_SUBGRAPH_${name.toUpperCase()}_URL`,
      `http://127.0.0.1:${port}/graphql`,
    ]),
  )
  // The targets are known when the platform has its ports, and the gateway asks for nothing before that.
  platform = await startPlatform({
    env,
    onPorts: (ports) => {
      for (const name of subgraphs) proxies.get(name)?.setTarget(ports[name])
    },
  })
  runId = await startSmallRun(platform, { name: 'graph' })
  expect(await waitForRun(platform, runId)).toMatchObject({ status: 'COMPLETED' })
}, 200_000)
afterAll(async () => {
  await platform.stop()
  for (const proxy of proxies.values()) proxy.close()
})

const query = `query ($id: ID!, $questions: Int!, $paths: Int!) { run(id: $id) {
  name status progress { pathsSampled questionsVoted } spend { promptTokens completionTokens costUsd }
  iterations {
    number votesSummary { consensus meanAgreement }
    questions(first: $questions) { nodes {
      id question { text }
      paths(first: $paths) { nodes { index text answer { state normalForm } } }
      vote { outcome winner agreement classes { answer count share } policy { answerMarker } }
    } }
  }
} }`

interface Data {
  readonly run: {
    readonly name: string
    readonly iterations: readonly {
      readonly number: number
      readonly questions: { readonly nodes: readonly QuestionNode[] }
    }[]
  }
}

interface QuestionNode {
  readonly question: { readonly text: string }
  readonly paths: { readonly nodes: readonly { readonly text: string; readonly answer: object | null }[] }
  readonly vote: { readonly winner: string | null; readonly agreement: number } | null
}

const narrowQuery = `query ($id: ID!, $questions: Int!, $paths: Int!) { run(id: $id) {
  name status
  iterations { number questions(first: $questions) { nodes {
    question { text } paths(first: $paths) { nodes { index text } } vote { outcome winner agreement }
  } } }
} }`

async function ask(questions: number, paths: number, asked = query) {
  for (const proxy of proxies.values()) proxy.reset()
  const answer = await platform.graphql<Data>(asked, { id: runId, questions, paths })
  const calls = [...proxies.values()].reduce((sum, proxy) => sum + proxy.bodies().length, 0)
  const nodes = answer.data?.run.iterations.flatMap((iteration) => iteration.questions.nodes) ?? []
  return { ...answer, calls, nodes }
}

describe('one query through trainer, sampler and voter', () => {
  test('gives run, questions, paths, answers and votes', async () => {
    const { errors, nodes } = await ask(20, 8)
    expect(errors).toBeUndefined()
    expect(nodes).toHaveLength(40)
    for (const node of nodes) {
      expect(node.paths.nodes).toHaveLength(8)
      expect(node.vote?.agreement).toBeGreaterThan(0)
      for (const path of node.paths.nodes) expect(path.answer).not.toBeNull()
    }
  })

  test('makes as many subgraph calls for 40 questions with 320 paths as for 2 with 2, and at most 12', async () => {
    const small = await ask(1, 1)
    const large = await ask(20, 8)
    expect(large.calls).toBe(small.calls)
    expect(large.calls).toBeLessThanOrEqual(12)
  })

  test('with the voter stopped still gives the run and the paths, vote: null and one clean error', async () => {
    await platform.stopService('voter')
    const wide = await ask(2, 2)
    const { errors, nodes } = await ask(2, 2, narrowQuery)
    await platform.startService('voter')
    expect(wide.nodes.map((node) => node.vote)).toEqual([null, null, null, null])
    expect(nodes).toHaveLength(4)
    for (const node of nodes) {
      expect(node.vote).toBeNull()
      expect(node.paths.nodes.map(({ text }) => typeof text)).toEqual(['string', 'string'])
    }
    expect(errors).toHaveLength(1)
    const messages = [...(errors ?? []), ...(wide.errors ?? [])].map(({ message }) => message)
    expect(messages.join()).not.toMatch(/127\.0\.0\.1|ECONN|https?:|\bat \//)
  })
})
