import { toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_RUN, KEYS, type RunError, runInput, type Stage, setStage } from './start-trainer.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
  stage.peers.manners.votes = false
  stage.peers.manners.scores = false
})
afterAll(() => stage.close())

const datasetId = (key: string) => toGlobalId('Dataset', key)

describe('createRun', () => {
  test('names all problems at once, with their paths', async () => {
    const { runId, errors } = await stage.createRun({
      seed: -1,
      endpointId: toGlobalId('Endpoint', KEYS.untrainable),
      model: 'another',
      promptSetId: toGlobalId('PromptSet', KEYS.endpoint),
      learning: { datasetId: datasetId(KEYS.gate) },
      sampling: { samplesPerQuestion: 500, temperature: 3 },
      budget: { maxCostUsd: '0' },
      evaluations: [
        { datasetId: datasetId(KEYS.open), use: 'GATE' },
        { datasetId: datasetId(KEYS.learning), use: 'REPORT' },
        { datasetId: datasetId(KEYS.sharing), use: 'REPORT' },
        { datasetId: 'nonsense', use: 'TUNE', promptSetId: toGlobalId('PromptSet', KEYS.gate) },
      ],
    })
    expect(runId).toBe('')
    expect(errors.map((error) => `${error.code} ${error.path.join('.')}`).sort()).toEqual([
      'DATASET_OVERLAP evaluations.2.datasetId',
      'INVALID budget.maxCostUsd',
      'INVALID endpointId',
      'INVALID evaluations.1.datasetId',
      'INVALID sampling.samplesPerQuestion',
      'INVALID sampling.temperature',
      'INVALID seed',
      'LABELS_NOT_ALLOWED learning.datasetId',
      'NOT_FOUND evaluations.3.datasetId',
      'NOT_FOUND evaluations.3.promptSetId',
      'NOT_FOUND model',
      'NOT_FOUND promptSetId',
      'WRONG_STATE evaluations.0.datasetId',
    ])
  })

  test('twice at once with one key gives one run', async () => {
    const input = runInput()
    const answers = await Promise.all([1, 2, 3].map(() => stage.ask(CREATE_RUN, { input })))
    const ids = answers.map((answer) => (answer.data.createRun as { run: { id: string } }).run.id)
    expect(new Set(ids).size).toBe(1)
    const rows = await stage.database.query(
      `select 1 from trainer.audit where mutation = 'createRun' and result = $1`,
      [ids[0]?.replace('run_', '')],
    )
    expect(rows).toHaveLength(1)
  })

  test('with the key of another body is a conflict', async () => {
    const idempotencyKey = crypto.randomUUID()
    const first = await stage.createRun({ idempotencyKey })
    const again = await stage.createRun({ idempotencyKey })
    const other = await stage.createRun({ idempotencyKey, seed: 8 })
    expect(again.runId).toBe(first.runId)
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', path: ['idempotencyKey'] }])
  })

  test('draws a seed when none is given, and shows it', async () => {
    const answer = await stage.ask(CREATE_RUN, { input: runInput({ seed: undefined }) })
    const { run } = answer.data.createRun as { run: { config: { seed: number } } }
    expect(Number.isInteger(run.config.seed)).toBe(true)
  })

  test('pins endpoint version, prices, prompt set and dataset hashes', async () => {
    const { runId } = await stage.createRun()
    const { config } = (await stage.runRow(runId)) as { config: Record<string, Record<string, unknown>> }
    expect(config.endpoint).toMatchObject({ version: 3, models: [{ trainingUsdPerMillionTokens: '2.5' }] })
    expect(config.promptSet?.content).toMatchObject({ answerMarker: 'The answer is' })
    expect(config.learning?.contentHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('keeps runs of other projects apart', async () => {
    const { runId } = await stage.createRun()
    const response = await fetch(`${stage.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'chorus-project': 'other' },
      body: JSON.stringify({
        query: `{ run(id: "${toGlobalId('Run', runId)}") { id } runs { nodes { id } } }`,
      }),
    })
    expect(await response.json()).toMatchObject({ data: { run: null, runs: { nodes: [] } } })
  })
})

describe('lists and nodes', () => {
  test('list runs newest first, by page, status and name', async () => {
    const made = [await stage.createRun({ name: 'Find Me 1' }), await stage.createRun({ name: 'find me 2' })]
    const page = (after: string | null) =>
      stage.ask(
        `query ($after: String) { runs(first: 1, after: $after, filter: { nameContains: "FIND ME" }) {
          nodes { id name } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )
    const first = (await page(null)).data.runs as {
      nodes: { id: string }[]
      pageInfo: { endCursor: string; hasNextPage: boolean }
    }
    expect(first.nodes[0]?.id).toBe(toGlobalId('Run', made[1]?.runId ?? ''))
    expect(first.pageInfo.hasNextPage).toBe(true)
    const second = (await page(first.pageInfo.endCursor)).data.runs as typeof first
    expect(second.nodes[0]?.id).toBe(toGlobalId('Run', made[0]?.runId ?? ''))
    expect(second.pageInfo.hasNextPage).toBe(false)
  })

  test('node finds what is ours and gives a stub of what is not', async () => {
    const { runId } = await stage.createRun()
    const pair = `${KEYS.learning}.${KEYS.gate}`
    const answer = await stage.ask(`{
      run: node(id: "${toGlobalId('Run', runId)}") { __typename id }
      stub: node(id: "${toGlobalId('RunQuestion', pair)}") { __typename id }
      dataset: node(id: "${datasetId(KEYS.gate)}") { __typename id }
      gone: node(id: "${toGlobalId('Run', KEYS.gate)}") { __typename id }
      nothing: node(id: "what") { id } }`)
    expect(answer.data).toEqual({
      run: { __typename: 'Run', id: toGlobalId('Run', runId) },
      stub: { __typename: 'RunQuestion', id: toGlobalId('RunQuestion', pair) },
      dataset: { __typename: 'Dataset', id: datasetId(KEYS.gate) },
      gone: null,
      nothing: null,
    })
  })
})

describe('without a sampler', () => {
  test('createRun says that it is away, and what is wrong all the same', async () => {
    const alone = await setStage({ samplerUrl: 'http://127.0.0.1:1/graphql' })
    const { errors } = await alone.createRun({ seed: -1 })
    expect(errors.map((error: RunError) => error.code)).toEqual(['INVALID', 'UNAVAILABLE'])
    await alone.close()
  })
})
