import { toGlobalId } from '@chorus/schema/ids.ts'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { KEYS, type Stage, setStage } from './start-trainer.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
beforeEach(() => stage.clear())
afterAll(() => stage.close())

const RUN = `query ($id: ID!) { run(id: $id) {
  status statusReason contentHash lastCursor
  config { seed model hash learning { questionsPerIteration dataset { id } } evaluations { use methods } budget { maxTokens } }
  progress { id stage iteration iterationsPlanned evaluationsScored evaluationsPlanned }
  baseModelVersion { name status evaluations { method use accuracy n interval { lower upper } changeFromBase { points } } }
  currentModelVersion { name status parent { name } job { suffix status trainedTokens lossCurve { step loss } } }
  iterations { id number status gate { verdict decision decidedBy reason evidence { rule points lower verdict dataset { id } } }
    trainingSet { id contentHash exampleCount countsByFormat { format count } excluded { reason count }
      examples(first: 3) { nodes { position format messages { role content weight } path { id } runQuestion { id } }
        pageInfo { hasNextPage endCursor } } }
    modelVersion { name status evaluations { method accuracy
      changeFromBase { points pValue gained lost n } changeFromParent { points } } } } } }`

type Seen = {
  status: string
  contentHash: string
  iterations: {
    id: string
    status: string
    gate: { verdict: string; decision: string }
    trainingSet: {
      id: string
      contentHash: string
      exampleCount: number
      examples: { nodes: { position: number }[]; pageInfo: { endCursor: string } }
    }
    modelVersion: {
      name: string
      evaluations: {
        method: string
        changeFromBase: { points: number }
        changeFromParent: { points: number }
      }[]
    }
  }[]
  baseModelVersion: { evaluations: { changeFromBase: unknown; accuracy: number }[] }
  currentModelVersion: { name: string; parent: { name: string } }
}

async function see(runId: string): Promise<Seen> {
  const answer = await stage.ask(RUN, { id: toGlobalId('Run', runId) })
  expect(answer.errors).toBeUndefined()
  return answer.data.run as Seen
}

/** Requests to the endpoint that came behind the first `since`. */
const requests = (since: number) => stage.endpoint.ledger.entries.slice(since)

function uploadedFiles(since: number): string[] {
  return requests(since)
    .filter((entry) => entry.route === 'files' && entry.method === 'POST')
    .map((entry) => /\{"messages"[\s\S]*\}\n/.exec(entry.bodyText)?.[0] ?? '')
}

describe('a whole run', () => {
  test('ends COMPLETED with its log in order and everything in the graph', async () => {
    const { runId, errors } = await stage.createRun()
    expect(errors).toEqual([])
    await stage.waitForStatus(runId, 'COMPLETED')
    const log = await stage.log(runId)
    expect(log.map((line) => line.sequence)).toEqual(log.map((_, i) => i + 1))
    expect(log[0]?.type).toBe('RUN_CREATED')
    expect(log.at(-1)).toMatchObject({
      type: 'RUN_COMPLETED',
      message: 'Run completed: finished: all 2 iterations done',
    })
    expect(log.map((line) => line.message)).toContain(
      'Iteration 1: 8 of 10 questions reached consensus, mean agreement 0.70, 2 without consensus',
    )
    const run = await see(runId)
    expect(run.iterations.map((item) => [item.status, item.gate.verdict])).toEqual([
      ['PROMOTED', 'PASS'],
      ['PROMOTED', 'PASS'],
    ])
    expect(run.baseModelVersion.evaluations).toHaveLength(3)
    expect(run.baseModelVersion.evaluations[0]?.changeFromBase).toBeNull()
    expect(run.iterations[0]?.modelVersion.evaluations[0]?.changeFromBase).toMatchObject({ points: 40 })
    expect(run.iterations[1]?.modelVersion.evaluations[0]).toMatchObject({
      changeFromBase: { points: 40 },
      changeFromParent: { points: 0 },
    })
    expect(run.currentModelVersion.parent.name).toBe(run.iterations[0]?.modelVersion.name)
  })

  test('sends the file whose hash is the training set, and makes one job an iteration', async () => {
    const since = stage.endpoint.ledger.count()
    const { runId } = await stage.createRun({ training: { preset: 'PAPER' } })
    await stage.waitForStatus(runId, 'COMPLETED')
    const run = await see(runId)
    expect(uploadedFiles(since).map(sha256)).toEqual(
      run.iterations.map((item) => item.trainingSet.contentHash),
    )
    expect(run.iterations[0]?.trainingSet).toMatchObject({ exampleCount: 8 * 3 * 4 })
    const jobs = requests(since).filter((e) => e.route === 'jobs' && e.method === 'POST')
    expect(jobs).toHaveLength(2)
    expect(stage.peers.settled.map((item) => [item.model, item.trainedTokens])).toEqual([
      ['scripted', 1000],
      ['scripted', 1000],
    ])
  })

  test("measures a plan with the plan's own prompt set, and learns with the run's", async () => {
    const own = toGlobalId('PromptSet', KEYS.otherPromptSet)
    const { runId } = await stage.createRun({
      iterations: 1,
      evaluations: [
        { datasetId: toGlobalId('Dataset', KEYS.gate), use: 'GATE' },
        {
          datasetId: toGlobalId('Dataset', KEYS.report),
          use: 'REPORT',
          methods: ['COT'],
          promptSetId: own,
        },
      ],
    })
    await stage.waitForStatus(runId, 'COMPLETED')
    const asked = [...stage.peers.evaluations, ...stage.peers.iterations].filter(
      (order) => order.runId === runId,
    )
    const told = asked.map(({ sampleSet }) =>
      [sampleSet.datasetId, sampleSet.promptSetId, sampleSet.policy.answerMarker].join(' '),
    )
    const usual = `${KEYS.promptSet} The answer is`
    const other = `${KEYS.report} ${KEYS.otherPromptSet} Answer 1:`
    expect(told.sort()).toEqual(
      [`${KEYS.learning} ${usual}`, `${KEYS.gate} ${usual}`, `${KEYS.gate} ${usual}`, other, other].sort(),
    )
    const answer = await stage.ask(
      'query ($id: ID!) { run(id: $id) { config { evaluations { promptSet { id } } } } }',
      { id: toGlobalId('Run', runId) },
    )
    expect(answer.data.run).toEqual({
      config: {
        evaluations: [
          { promptSet: { id: toGlobalId('PromptSet', KEYS.promptSet) } },
          { promptSet: { id: own } },
        ],
      },
    })
  })

  test('pages through the examples of a training set without a gap', async () => {
    const { runId } = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(runId, 'COMPLETED')
    const run = await see(runId)
    const set = run.iterations[0]?.trainingSet
    const answer = await stage.ask(
      `query ($id: ID!, $after: String) { node(id: $id) { id ... on TrainingSet {
        examples(first: 100, after: $after) { nodes { position messages { role content } } } } } }`,
      { id: set?.id, after: set?.examples.pageInfo.endCursor },
    )
    const node = answer.data.node as { examples: { nodes: { position: number }[] } }
    expect(set?.examples.nodes.map((row) => row.position)).toEqual([0, 1, 2])
    expect(node.examples.nodes.map((row) => row.position)).toEqual(
      Array.from({ length: 29 }, (_, i) => i + 3),
    )
  })

  test('has the same content hash on every fresh database, and another one with another seed', async () => {
    const fresh = await setStage()
    const hashOf = async (on: Stage, seed: number) => {
      const { runId } = await on.createRun({ seed })
      return (await on.waitForStatus(runId, 'COMPLETED')).content_hash
    }
    const [here, there, other] = await Promise.all([hashOf(stage, 7), hashOf(fresh, 7), hashOf(stage, 8)])
    await fresh.close()
    expect(there).toBe(here)
    expect(other).not.toBe(here)
  })

  test('goes on from the parent when the gate fails the new version', async () => {
    stage.peers.manners.accuracy = (iteration) => (iteration === 1 ? 0.1 : 0.4)
    const { runId } = await stage.createRun()
    await stage.waitForStatus(runId, 'COMPLETED')
    expect(stage.peers.iterations.map((asked) => asked.sampleSet.model)).toEqual(['scripted', 'scripted'])
    expect((await see(runId)).iterations[0]).toMatchObject({
      status: 'REJECTED',
      gate: { verdict: 'FAIL', decision: 'REJECTED' },
    })
  })

  test('that trains nothing measures each iteration', async () => {
    const since = stage.endpoint.ledger.count()
    const { runId } = await stage.createRun({ training: null })
    await stage.waitForStatus(runId, 'COMPLETED')
    expect((await see(runId)).iterations.map((item) => item.status)).toEqual(['MEASURED', 'MEASURED'])
    expect(requests(since)).toEqual([])
  })

  test('that learns nothing only measures', async () => {
    const { runId } = await stage.createRun({ training: null, learning: null })
    const run = await stage.waitForStatus(runId, 'COMPLETED')
    expect(run.status_reason).toBe('finished: the model was measured')
    expect(stage.peers.evaluations).toHaveLength(3)
  })

  test('goes on where nothing is left to train on', async () => {
    stage.peers.manners.finishReason = 'LENGTH'
    const { runId } = await stage.createRun()
    await stage.waitForStatus(runId, 'COMPLETED')
    expect((await see(runId)).iterations.map((item) => item.status)).toEqual(['REJECTED', 'REJECTED'])
    const log = await stage.log(runId)
    expect(log.map((line) => line.message)).toContain(
      'Iteration 1: training set of 0 examples in 4 formats; paths left out: 24 ended by length',
    )
  })

  test('ends when its dataset has run out, and says so', async () => {
    const learning = { datasetId: toGlobalId('Dataset', KEYS.learning), questionsPerIteration: 15 }
    const { runId } = await stage.createRun({ iterations: 4, learning })
    const run = await stage.waitForStatus(runId, 'COMPLETED')
    expect(run.status_reason).toBe('finished: the learning dataset ran out after 2 iterations (20 questions)')
    expect(stage.peers.iterations.map((asked) => asked.sampleSet.questionCount)).toEqual([15, 5])
  })

  test('may start from a model version of another run, and two run at once', async () => {
    const first = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(first.runId, 'COMPLETED')
    const row = await stage.runRow(first.runId)
    const modelVersionId = toGlobalId('ModelVersion', String(row.current_model_version_id))
    const start = { endpointId: null, model: null, modelVersionId }
    const [second, third] = await Promise.all([stage.createRun(start), stage.createRun({ seed: 9 })])
    await stage.waitForStatus(second.runId, 'COMPLETED')
    await stage.waitForStatus(third.runId, 'COMPLETED')
    const models = (runId: string) =>
      stage.peers.iterations.filter((asked) => asked.runId === runId).map((asked) => asked.sampleSet.model)
    expect(models(second.runId)[0]).toMatch(/^ft:scripted:/)
    expect(models(third.runId)[0]).toBe('scripted')
    expect(models(second.runId)[1]).not.toBe(models(third.runId)[1])
  })

  test('renews its sampling lease for as long as it runs', async () => {
    stage.peers.manners.votes = false
    const { runId } = await stage.createRun()
    await waitFor(() => stage.peers.heard.filter((type) => type === 'lease').length >= 2)
    await stage.ask(
      `mutation { cancelRun(input: { runId: "${toGlobalId('Run', runId)}" }) { run { status } } }`,
    )
    await stage.waitForStatus(runId, 'CANCELLED')
  })
})
