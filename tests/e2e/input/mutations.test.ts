import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GraphAnswer } from '../../testkit/outside.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import {
  clientOf,
  makeDataset,
  makeEndpoint,
  makePromptSet,
  shippedQuestions,
  waitForRun,
} from '../../testkit/small-run.ts'

let platform: TestPlatform
let learning: string
let labelled: string
let open: string
let endpointId: string
let promptSetId: string

beforeAll(async () => {
  platform = await startPlatform()
  const client = clientOf(platform)
  learning = await makeDataset(client, { name: 'learn', questions: shippedQuestions('arithmetic-learn', 4) })
  labelled = await makeDataset(client, { name: 'gate', questions: shippedQuestions('arithmetic-gate', 4) })
  endpointId = await makeEndpoint(client, {
    name: 'host',
    baseUrl: platform.modelUrl,
    model: 'chorus-tiny-1',
  })
  promptSetId = await makePromptSet(client)
  open = idIn(await mutate('createDataset', { name: 'open', kind: 'UNLABELLED', idempotencyKey: 'open' }))
})
afterAll(() => platform.stop())

const made: Readonly<Record<string, string>> = {
  createDataset: 'dataset { id }',
  appendQuestions: 'appendedCount',
  sealDataset: 'dataset { id }',
  createEndpoint: 'endpoint { id }',
  updateEndpoint: 'endpoint { id }',
  archiveEndpoint: 'endpoint { id }',
  createPromptSet: 'promptSet { id }',
  createRun: 'run { id }',
  pauseRun: 'run { id }',
  resumeRun: 'run { id }',
  cancelRun: 'run { id }',
  approveModelVersion: 'modelVersion { id }',
  rejectModelVersion: 'modelVersion { id }',
}

interface Payload {
  readonly errors: readonly {
    readonly code: string
    readonly path: readonly string[]
    readonly message: string
  }[]
  readonly [field: string]: unknown
}

function inputType(mutation: string): string {
  if (/^(pause|resume|cancel)Run$/.test(mutation)) return 'RunActionInput'
  if (/ModelVersion$/.test(mutation)) return 'ModelVersionDecisionInput'
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
}

async function send(mutation: string, input: unknown): Promise<GraphAnswer<Record<string, Payload>>> {
  const query = `mutation ($input: ${inputType(mutation)}!) { ${mutation}(input: $input) { ${made[mutation]} errors { code path message } } }`
  return platform.graphql(query, { input })
}

async function mutate(mutation: string, input: unknown): Promise<Payload> {
  const { data, errors } = await send(mutation, input)
  const payload = data?.[mutation]
  if (payload === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return payload
}

function idIn(payload: Payload): string {
  const thing = Object.values(payload).find(
    (value): value is { id: string } => typeof value === 'object' && value !== null && 'id' in value,
  )
  return thing?.id ?? ''
}

const unknown = (prefix: string) => `${prefix}_01a20a1a-0000-7000-8000-000000000000`
const question = { text: 'What is 1 + 1?', answerType: 'NUMBER' }
const megabyte = 'x'.repeat(900_000)

const runInput = (change: object = {}) => ({
  name: 'run',
  seed: 1,
  endpointId,
  model: 'chorus-tiny-1',
  promptSetId,
  learning: { datasetId: learning, questionsPerIteration: 2 },
  sampling: { samplesPerQuestion: 2, maxTokens: 64 },
  training: null,
  idempotencyKey: 'run',
  ...change,
})

/** Mutation, what is wrong, the input, and the codes with the paths that must be told. */
const cases: readonly (readonly [string, string, () => object, readonly string[]])[] = [
  ['createDataset', 'an empty name', () => ({ name: '', kind: 'UNLABELLED', idempotencyKey: 'a' }), ['name']],
  [
    'createDataset',
    'a huge name',
    () => ({ name: megabyte, kind: 'UNLABELLED', idempotencyKey: 'b' }),
    ['name'],
  ],
  [
    'createDataset',
    'an empty key',
    () => ({ name: 'x', kind: 'UNLABELLED', idempotencyKey: '' }),
    ['idempotencyKey'],
  ],
  [
    'appendQuestions',
    'no question',
    () => ({ datasetId: open, questions: [], idempotencyKey: 'c' }),
    ['questions'],
  ],
  [
    'appendQuestions',
    'an empty question and a huge one at once',
    () => ({ datasetId: open, questions: [question, { text: '' }, { text: megabyte }], idempotencyKey: 'd' }),
    ['questions.1.text', 'questions.2.text'],
  ],
  [
    'appendQuestions',
    '2,000 questions',
    () => ({
      datasetId: open,
      questions: Array.from({ length: 2_000 }, () => question),
      idempotencyKey: 'e',
    }),
    ['questions'],
  ],
  [
    'appendQuestions',
    'an unknown dataset',
    () => ({ datasetId: unknown('dts'), questions: [question], idempotencyKey: 'f' }),
    ['datasetId'],
  ],
  [
    'appendQuestions',
    'a sealed dataset',
    () => ({ datasetId: learning, questions: [question], idempotencyKey: 'g' }),
    ['datasetId'],
  ],
  ['sealDataset', 'an unknown dataset', () => ({ datasetId: unknown('dts') }), ['datasetId']],
  ['sealDataset', 'the id of another thing', () => ({ datasetId: endpointId }), ['datasetId']],
  ['sealDataset', 'an empty dataset', () => ({ datasetId: open }), ['datasetId']],
  [
    'createEndpoint',
    'no model, a key variable of another kind and a URL that is none',
    () => ({ name: 'bad', baseUrl: 'not a url', keyVariable: 'PATH', models: [], idempotencyKey: 'h' }),
    ['baseUrl', 'keyVariable', 'models'],
  ],
  [
    'createEndpoint',
    'a name that exists',
    () => ({ name: 'host', baseUrl: platform.modelUrl, models: [{ name: 'm' }], idempotencyKey: 'i' }),
    ['name'],
  ],
  ['updateEndpoint', 'an unknown endpoint', () => ({ endpointId: unknown('edp') }), ['endpointId']],
  [
    'updateEndpoint',
    'limits out of range',
    () => ({ endpointId, limits: { maxConcurrentRequests: 0 } }),
    ['limits.maxConcurrentRequests'],
  ],
  ['archiveEndpoint', 'an unknown endpoint', () => ({ endpointId: 'nonsense' }), ['endpointId']],
  [
    'createPromptSet',
    'a template without the question, and five stop strings',
    () => ({
      name: 'bad',
      exemplars: [],
      questionTemplate: 'Q:',
      stop: ['1', '2', '3', '4', '5'],
      idempotencyKey: 'j',
    }),
    ['questionTemplate', 'stop'],
  ],
  [
    'createRun',
    'everything out of range, all at once',
    () =>
      runInput({
        seed: -1,
        iterations: 21,
        sampling: { samplesPerQuestion: 129, temperature: 3, topP: 0, maxTokens: 0 },
        budget: { maxCostUsd: '0' },
        idempotencyKey: 'k',
      }),
    [
      'budget.maxCostUsd',
      'iterations',
      'sampling.maxTokens',
      'sampling.samplesPerQuestion',
      'sampling.temperature',
      'sampling.topP',
      'seed',
    ],
  ],
  [
    'createRun',
    'unknown ids, all at once',
    () =>
      runInput({
        endpointId: unknown('edp'),
        promptSetId: unknown('prm'),
        learning: { datasetId: unknown('dts') },
        idempotencyKey: 'l',
      }),
    ['endpointId', 'learning.datasetId', 'promptSetId'],
  ],
  [
    'createRun',
    'a labelled dataset to learn from',
    () => runInput({ learning: { datasetId: labelled }, idempotencyKey: 'm' }),
    ['learning.datasetId'],
  ],
  [
    'createRun',
    'a dataset that is still open',
    () => runInput({ learning: { datasetId: open }, idempotencyKey: 'n' }),
    ['learning.datasetId'],
  ],
  [
    'createRun',
    'a labelled dataset with two uses',
    () =>
      runInput({
        evaluations: [
          { datasetId: labelled, use: 'GATE' },
          { datasetId: labelled, use: 'REPORT' },
        ],
        idempotencyKey: 'o',
      }),
    ['evaluations.1.datasetId'],
  ],
  ['pauseRun', 'an unknown run', () => ({ runId: unknown('run') }), ['runId']],
  ['resumeRun', 'an unknown run', () => ({ runId: unknown('run') }), ['runId']],
  ['cancelRun', 'an unknown run', () => ({ runId: '' }), ['runId']],
  [
    'approveModelVersion',
    'an unknown version',
    () => ({ modelVersionId: unknown('mdl') }),
    ['modelVersionId'],
  ],
  [
    'rejectModelVersion',
    'an unknown version',
    () => ({ modelVersionId: unknown('mdl') }),
    ['modelVersionId'],
  ],
]

describe('bad input is told with code, path and message:', () => {
  test.each(cases)('%s with %s', async (mutation, _, input, paths) => {
    const payload = await mutate(mutation, input())
    expect(idIn(payload)).toBe('')
    expect(payload.errors.map(({ path }) => path.join('.')).sort()).toEqual(paths)
    for (const { code, message } of payload.errors) {
      expect(code).toMatch(/^[A-Z_]+$/)
      expect(message.length).toBeGreaterThan(20)
    }
  })

  test.each(Object.keys(made))('%s with values of a wrong type', async (mutation) => {
    const { data, errors } = await send(mutation, { name: 7, runId: {}, datasetId: [[]], nonsense: true })
    expect(data ?? null).toBeNull()
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    expect(errors?.[0]?.message).toContain('$input')
  })

  test('a request above a megabyte is refused as a whole', async () => {
    const text = 'x'.repeat(1_100_000)
    const { errors } = await send('appendQuestions', {
      datasetId: open,
      questions: [{ text }],
      idempotencyKey: 'huge',
    })
    expect(errors?.[0]?.message).toMatch(/1048576|1,048,576|too large|at most/)
  })
})

describe('an idempotency key', () => {
  test('gives the same run for the same body, and a conflict for another', async () => {
    const first = await mutate('createRun', runInput({ idempotencyKey: 'twice' }))
    const second = await mutate('createRun', runInput({ idempotencyKey: 'twice' }))
    const other = await mutate('createRun', runInput({ idempotencyKey: 'twice', seed: 2 }))
    expect(idIn(first)).toMatch(/^run_/)
    expect(idIn(second)).toBe(idIn(first))
    expect(other.errors).toMatchObject([{ code: 'CONFLICT', path: ['idempotencyKey'] }])
    expect(await waitForRun(platform, idIn(first))).toMatchObject({ status: 'COMPLETED' })
  })

  test('adds questions once, merges equal ones at sealing, and holds for every creating mutation', async () => {
    const dataset = { name: 'twice', kind: 'UNLABELLED', idempotencyKey: 'twice' }
    const datasetId = idIn(await mutate('createDataset', dataset))
    expect(idIn(await mutate('createDataset', dataset))).toBe(datasetId)
    const append = { datasetId, questions: [question, question, { text: 'Why?' }], idempotencyKey: 'twice' }
    await mutate('appendQuestions', append)
    await mutate('appendQuestions', append)
    await mutate('sealDataset', { datasetId })
    const { data } = await platform.graphql(
      'query ($id: ID!) { dataset(id: $id) { questionCount mergedCount } }',
      {
        id: datasetId,
      },
    )
    expect(data).toEqual({ dataset: { questionCount: 2, mergedCount: 1 } })
    const conflict = await mutate('createDataset', { ...dataset, name: 'other' })
    expect(conflict.errors).toMatchObject([{ code: 'CONFLICT' }])
  })
})
