import { toGlobalId } from '@chorus/schema/ids.ts'
import { describe, expect, test } from 'vitest'
import { checkSources } from './check-sources.ts'
import { checkValues } from './check-values.ts'
import type { CreateRunRequest, RunSources, SourceDataset, SourcePromptSet } from './create-run-request.ts'
import { resolveConfig } from './resolve-config.ts'
import { configHash } from './run-config.ts'

const key = (n: number) => `0190c2a0-0000-7000-8000-00000000000${n}`
const learnId = toGlobalId('Dataset', key(1))
const gateId = toGlobalId('Dataset', key(2))
const endpointId = toGlobalId('Endpoint', key(3))
const promptSetId = toGlobalId('PromptSet', key(4))
const coinSetId = toGlobalId('PromptSet', key(7))

const good: CreateRunRequest = {
  endpointId,
  model: 'base',
  promptSetId,
  learning: { datasetId: learnId },
  training: {},
  evaluations: [{ datasetId: gateId, use: 'GATE' }],
  iterations: 3,
  idempotencyKey: 'a key',
}

function dataset(over: Partial<SourceDataset>): SourceDataset {
  return {
    id: learnId,
    name: 'sums',
    kind: 'UNLABELLED',
    status: 'SEALED',
    questionCount: 30,
    contentHash: 'a'.repeat(64),
    ...over,
  }
}

function promptSet(id: string, contentHash: string, answerMarker: string): SourcePromptSet {
  return {
    id,
    contentHash,
    content: {
      systemPrompt: null,
      exemplars: [],
      questionTemplate: 'Q: {question}\nA:',
      stepByStepTrigger: ' Step by step.',
      answerMarker,
      stop: [],
    },
  }
}

function sources(over: Partial<RunSources> = {}): RunSources {
  return {
    datasets: new Map([
      [learnId, dataset({})],
      [gateId, dataset({ id: gateId, name: 'gate', kind: 'LABELLED', contentHash: 'b'.repeat(64) })],
    ]),
    overlaps: [],
    endpoint: {
      id: endpointId,
      name: 'local',
      version: 2,
      baseUrl: 'http://127.0.0.1/v1',
      keyVariable: null,
      requestTimeoutMs: 1_000,
      models: [
        {
          name: 'base',
          promptUsdPerMillionTokens: '0',
          completionUsdPerMillionTokens: '0',
          trainingUsdPerMillionTokens: '0',
        },
      ],
      fineTuning: true,
      archived: false,
    },
    promptSets: new Map([
      [promptSetId, promptSet(promptSetId, 'c'.repeat(64), 'The answer is')],
      [coinSetId, promptSet(coinSetId, 'd'.repeat(64), 'So it is')],
    ]),
    modelVersion: null,
    ...over,
  }
}

const resolve = (request: CreateRunRequest, drawnSeed = 5) => {
  const config = resolveConfig({ request, sources: sources(), drawnSeed, toKey: (id) => id.slice(4) })
  if (config === null) throw new Error('the request does not resolve')
  return config
}

describe('a request', () => {
  test('that is right has no problems', () => {
    expect(checkValues(good)).toEqual([])
    expect(checkSources(good, sources())).toEqual([])
  })

  test.each([
    ['seed', { seed: -1 }],
    ['seed', { seed: 2 ** 31 }],
    ['iterations', { iterations: 0 }],
    ['iterations', { iterations: 21 }],
    ['minAgreement', { minAgreement: 1.01 }],
    ['learning.questionsPerIteration', { learning: { datasetId: learnId, questionsPerIteration: 0 } }],
    ['sampling.samplesPerQuestion', { sampling: { samplesPerQuestion: 129 } }],
    ['sampling.temperature', { sampling: { temperature: 2.1 } }],
    ['sampling.topP', { sampling: { topP: 0 } }],
    ['sampling.maxTokens', { sampling: { maxTokens: 32_769 } }],
    ['training.epochs', { training: { epochs: 51 } }],
    ['training.batchSize', { training: { batchSize: 0 } }],
    ['training.learningRateMultiplier', { training: { learningRateMultiplier: 0 } }],
    ['gate.tolerancePoints', { gate: { tolerancePoints: 101 } }],
    ['budget.maxCostUsd', { budget: { maxCostUsd: '0' } }],
    ['budget.maxCostUsd', { budget: { maxCostUsd: 'much' } }],
    ['budget.maxTokens', { budget: { maxTokens: '-3' } }],
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(201) }],
    ['idempotencyKey', { idempotencyKey: '' }],
    ['modelVersionId', { modelVersionId: toGlobalId('ModelVersion', key(5)) }],
    ['endpointId', { endpointId: null }],
    ['model', { model: null }],
    ['learning', { learning: null }],
    ['evaluations.0.methods', { evaluations: [{ datasetId: gateId, use: 'GATE', methods: [] }] }],
  ] as const)('with a wrong %s is told where', (path, over) => {
    expect(checkValues({ ...good, ...over }).map((item) => item.path.join('.'))).toEqual([path])
  })

  test('for nothing at all is refused', () => {
    const problems = checkValues({ ...good, learning: null, training: null, evaluations: [] })
    expect(problems).toMatchObject([{ code: 'REQUIRED', path: [] }])
  })

  test('with more than 16 evaluations is too large', () => {
    const evaluations = Array.from({ length: 17 }, (_, i) => ({ datasetId: `d${i}`, use: 'REPORT' as const }))
    expect(checkValues({ ...good, evaluations })).toMatchObject([
      { code: 'TOO_LARGE', path: ['evaluations'] },
    ])
  })

  test('with one dataset for two uses is refused', () => {
    const evaluations = (['GATE', 'REPORT'] as const).map((use) => ({ datasetId: gateId, use }))
    expect(checkValues({ ...good, evaluations })).toMatchObject([
      { code: 'DATASET_OVERLAP', path: ['evaluations', '1', 'datasetId'] },
    ])
  })
})

describe('what a request names', () => {
  const codes = (over: Partial<RunSources>, request = good) =>
    checkSources(request, sources(over)).map(({ code, path }) => `${code} ${path.join('.')}`)
  const withDatasets = (learn: Partial<SourceDataset>, gate: Partial<SourceDataset> = {}) => ({
    datasets: new Map([
      [learnId, dataset(learn)],
      [gateId, dataset({ id: gateId, name: 'gate', kind: 'LABELLED', ...gate })],
    ]),
  })
  const endpoint = sources().endpoint

  test('must be there', () => {
    expect(codes({ datasets: new Map(), endpoint: null, promptSets: new Map() })).toEqual([
      'NOT_FOUND endpointId',
      'NOT_FOUND promptSetId',
      'NOT_FOUND learning.datasetId',
      'NOT_FOUND evaluations.0.datasetId',
    ])
  })

  test('must be there where a plan names a prompt set of its own', () => {
    const plan = good.evaluations?.[0] ?? { datasetId: gateId, use: 'GATE' }
    const measuredWith = (id: string | null) =>
      codes({}, { ...good, evaluations: [{ ...plan, promptSetId: id }] })
    expect(measuredWith(coinSetId)).toEqual([])
    expect(measuredWith(null)).toEqual([])
    expect(measuredWith('')).toEqual(['NOT_FOUND evaluations.0.promptSetId'])
    expect(measuredWith(gateId)).toEqual(['NOT_FOUND evaluations.0.promptSetId'])
  })

  test('must not teach from gold answers', () => {
    expect(codes(withDatasets({ kind: 'LABELLED' }))).toEqual(['LABELS_NOT_ALLOWED learning.datasetId'])
  })

  test('must be sealed, labelled where it measures, and hold questions', () => {
    expect(codes(withDatasets({ status: 'OPEN' }, { status: 'OPEN' }))).toEqual([
      'WRONG_STATE learning.datasetId',
      'WRONG_STATE evaluations.0.datasetId',
    ])
    expect(codes(withDatasets({}, { kind: 'UNLABELLED' }))).toEqual(['INVALID evaluations.0.datasetId'])
    expect(codes(withDatasets({ questionCount: 0 }))).toEqual(['INVALID learning.datasetId'])
  })

  test('must not share questions between uses', () => {
    const overlaps = [{ a: gateId, b: learnId, sharedQuestions: 3, example: 'What is 1 plus 1?' }]
    const problems = checkSources(good, sources({ overlaps }))
    expect(problems).toMatchObject([{ code: 'DATASET_OVERLAP', path: ['evaluations', '0', 'datasetId'] }])
    expect(problems[0]?.message).toContain('What is 1 plus 1?')
  })

  test('may share questions where the use is the same', () => {
    const otherId = toGlobalId('Dataset', key(6))
    const evaluations = [gateId, otherId].map((datasetId) => ({ datasetId, use: 'REPORT' as const }))
    const found = sources({ overlaps: [{ a: otherId, b: gateId, sharedQuestions: 3, example: null }] })
    const datasets = new Map([...found.datasets, [otherId, dataset({ id: otherId, kind: 'LABELLED' })]])
    expect(checkSources({ ...good, evaluations }, { ...found, datasets })).toEqual([])
  })

  test('must be able to train', () => {
    expect(codes({ endpoint: endpoint && { ...endpoint, fineTuning: false } })).toEqual([
      'INVALID endpointId',
    ])
    expect(codes({ endpoint: endpoint && { ...endpoint, archived: true } })).toEqual([
      'WRONG_STATE endpointId',
    ])
  })

  test('must be a model of the endpoint', () => {
    expect(codes({}, { ...good, model: 'other' })).toEqual(['NOT_FOUND model'])
  })

  test('must be a model version that was trained', () => {
    const modelVersionId = toGlobalId('ModelVersion', key(5))
    const request = { ...good, endpointId: null, model: null, modelVersionId }
    expect(codes({}, request)).toEqual(['NOT_FOUND modelVersionId'])
    const modelVersion = { id: key(5), endpointId, name: null, listedModel: 'base', modelKey: 'k' }
    expect(codes({ modelVersion }, request)).toEqual(['WRONG_STATE modelVersionId'])
    expect(codes({ modelVersion: { ...modelVersion, name: 'ft:1' } }, request)).toEqual([])
  })
})

const measuredByCoins: CreateRunRequest = {
  ...good,
  evaluations: [{ datasetId: gateId, use: 'GATE', promptSetId: coinSetId }],
}

describe('a config', () => {
  test("has the paper's values where the request gives none", () => {
    const config = resolve(good)
    expect(config).toMatchObject({
      seed: 5,
      sampling: { samplesPerQuestion: 32, temperature: 0.7, topP: 1, maxTokens: 256 },
      training: { preset: 'PAPER', epochs: 1, batchSize: 32, learningRateMultiplier: 1 },
      gate: { tolerancePoints: 5, approval: 'AUTOMATIC' },
      minAgreement: null,
      learning: { questionsPerIteration: 10 },
      endpoint: { id: key(3), version: 2 },
    })
  })

  test('measures GATE datasets by COT and all others by every method, unless told otherwise', () => {
    expect(resolve(good).evaluations[0]?.methods).toEqual(['COT'])
    const report = { ...good, evaluations: [{ datasetId: gateId, use: 'REPORT' as const }] }
    expect(resolve(report).evaluations[0]?.methods).toEqual(['DIRECT', 'COT', 'SELF_CONSISTENCY'])
  })

  test("measures with the plan's own prompt set where it names one, with the run's otherwise", () => {
    const other = resolve(measuredByCoins)
    expect(resolve(good).evaluations[0]?.promptSet).toEqual({
      id: key(4),
      contentHash: 'c'.repeat(64),
      answerMarker: 'The answer is',
    })
    expect(other.evaluations[0]?.promptSet).toEqual({
      id: key(7),
      contentHash: 'd'.repeat(64),
      answerMarker: 'So it is',
    })
    expect(other.promptSet).toEqual(resolve(good).promptSet)
    expect(configHash(other)).not.toBe(configHash(resolve(good)))
  })

  test("has one hash, whether the run's prompt set is named in the plan or left out", () => {
    const evaluations = [{ datasetId: gateId, use: 'GATE' as const, promptSetId }]
    expect(configHash(resolve({ ...good, evaluations }))).toBe(configHash(resolve(good)))
  })

  test('has a hash of its content, without ids and names', () => {
    const config = resolve(good)
    const renamed = { ...config, endpoint: { ...config.endpoint, id: key(9), version: 8 } }
    expect(configHash(renamed)).toBe(configHash(config))
    expect(configHash({ ...config, seed: 6 })).not.toBe(configHash(config))
    expect(configHash({ ...config, modelKey: 'another' })).not.toBe(configHash(config))
  })
})
