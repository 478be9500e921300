import { sampleSetSampled } from '@chorus/schema/events/index.ts'
import { runQuestionKey, toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createScriptedEndpoint, type ScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { evaluationOrder, learningOrder, seedDataset, seedGround, startIteration } from './seed-run.ts'
import { startSampler, type TestSampler } from './start-sampler.ts'

let sampler: TestSampler
let endpoint: ScriptedEndpoint
let order: ReturnType<typeof learningOrder>

beforeAll(async () => {
  sampler = await startSampler()
  endpoint = await createScriptedEndpoint()
  const ground = await seedGround(sampler, { baseUrl: endpoint.baseUrl, questions: 5 })
  order = await startIteration(sampler, learningOrder(ground, { questionCount: 5, paths: 8 }))
  const labelled = { ...ground, datasetId: await seedDataset(sampler, { count: 3, kind: 'LABELLED' }) }
  const { runId, iterationId } = order
  await startIteration(sampler, evaluationOrder(labelled, { runId, iterationId, questionCount: 3, paths: 1 }))
  await waitFor(() => sampler.received(sampleSetSampled).length === 2)
})
afterAll(async () => {
  await sampler.stop()
  await endpoint.close()
})

async function entity(type: string, id: string, fields: string, project?: string) {
  const query = `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`
  const answer = await sampler.ask(query, { r: [{ __typename: type, id }] }, project)
  expect(answer.errors).toBeUndefined()
  const entities = answer.data?._entities as readonly (Record<string, unknown> | null)[] | undefined
  return entities?.[0]
}

type Questions = {
  readonly nodes: readonly {
    readonly id: string
    readonly question: { readonly id: string; readonly text: string; readonly goldAnswer: null }
    readonly paths: {
      readonly nodes: readonly {
        readonly id: string
        readonly index: number
        readonly seed: number
        readonly text: string
      }[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
    }
  }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

async function questionsOf(first: number, after: string | null): Promise<Questions> {
  const page = `first: ${first}${after === null ? '' : `, after: "${after}"`}`
  const found = await entity(
    'Iteration',
    toGlobalId('Iteration', order.iterationId),
    `questions(${page}) { nodes { id question { id text goldAnswer }
       paths(first: 3) { nodes { id index seed text finishReason tokens logprob } pageInfo { hasNextPage endCursor } } }
       pageInfo { hasNextPage endCursor } }`,
  )
  return found?.questions as Questions
}

describe('an iteration', () => {
  test('leads to its questions in order and their paths in index order, page by page', async () => {
    const first = await questionsOf(3, null)
    const second = await questionsOf(3, first.pageInfo.endCursor)
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    const nodes = [...first.nodes, ...second.nodes]
    expect(nodes.map((node) => node.question.text.slice(0, 9))).toEqual(
      [0, 1, 2, 3, 4].map((i) => `What is ${i}`),
    )
    for (const node of nodes) {
      expect(node.paths.nodes.map((path) => path.index)).toEqual([0, 1, 2])
      expect(node.paths.pageInfo.hasNextPage).toBe(true)
      for (const path of node.paths.nodes) expect(path.text).toBe(`The answer is ${path.seed % 10}.`)
    }
  })

  test('that is unknown here has no questions', async () => {
    const id = toGlobalId('Iteration', order.runId)
    expect(await entity('Iteration', id, 'id questions { nodes { id } }')).toEqual({ id, questions: null })
  })
})

describe('a run', () => {
  test('shows how far its current iteration is, learning and evaluation apart', async () => {
    const id = toGlobalId('Run', order.runId)
    const fields = 'pathsSampled pathsPlanned evaluationPathsSampled evaluationPathsPlanned'
    expect(await entity('RunProgress', id, fields)).toEqual({
      pathsSampled: 40,
      pathsPlanned: 40,
      evaluationPathsSampled: 3,
      evaluationPathsPlanned: 3,
    })
  })

  test('shows what it has spent: as many tokens as the endpoint billed', async () => {
    const found = await entity(
      'Run',
      toGlobalId('Run', order.runId),
      'spend { promptTokens completionTokens calls reservedUsd }',
    )
    expect(found?.spend).toEqual({
      promptTokens: String(endpoint.ledger.billedPromptTokens),
      completionTokens: String(endpoint.ledger.billedCompletionTokens),
      calls: endpoint.ledger.count('chat'),
      reservedUsd: '0',
    })
  })
})

describe('every entity', () => {
  test('is found by its id in its project, and in no other', async () => {
    const [node] = (await questionsOf(1, null)).nodes
    const path = node?.paths.nodes[0]
    const ids: readonly (readonly [type: string, id: string])[] = [
      ['Dataset', toGlobalId('Dataset', order.sampleSet.datasetId)],
      ['Endpoint', toGlobalId('Endpoint', order.sampleSet.endpointId)],
      ['PromptSet', toGlobalId('PromptSet', order.sampleSet.promptSetId)],
      ['Question', node?.question.id ?? ''],
      ['RunQuestion', node?.id ?? ''],
      ['Path', path?.id ?? ''],
    ]
    for (const [type, id] of ids) {
      expect(await entity(type, id, 'id')).toEqual({ id })
      expect(await entity(type, id, 'id', 'other')).toBeNull()
    }
  })

  test('of another project shows neither spend nor progress', async () => {
    const id = toGlobalId('Run', order.runId)
    expect(await entity('Run', id, 'spend { calls }', 'other')).toEqual({ spend: null })
    expect(await entity('RunProgress', id, 'pathsSampled', 'other')).toEqual({ pathsSampled: null })
  })

  test('that is none is null: nonsense, another type, or unknown', async () => {
    const unknown = toGlobalId('RunQuestion', runQuestionKey(order.sampleSet.sampleSetId, order.runId))
    expect(await entity('RunQuestion', unknown, 'id')).toBeNull()
    expect(await entity('Path', 'nonsense', 'id')).toBeNull()
    expect(await entity('Dataset', toGlobalId('Run', order.runId), 'id')).toBeNull()
  })
})
