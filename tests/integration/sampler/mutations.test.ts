import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDataset, seedEndpoint } from './seed-run.ts'
import { type GraphAnswer, startSampler, type TestSampler } from './start-sampler.ts'

let sampler: TestSampler

beforeAll(async () => {
  sampler = await startSampler()
})
afterAll(() => sampler.stop())

type Payload = {
  readonly errors: readonly { readonly code: string; readonly path: string[]; readonly message: string }[]
  readonly dataset?: { readonly id: string; readonly version: number; readonly questionCount: number } | null
  readonly endpoint?: {
    readonly id: string
    readonly version: number
    readonly archivedAt: string | null
  } | null
  readonly promptSet?: { readonly id: string; readonly contentHash: string } | null
  readonly appendedCount?: number
}

const FIELDS: Readonly<Record<string, string>> = {
  createDataset: 'dataset { id version questionCount }',
  appendQuestions: 'dataset { id questionCount } appendedCount',
  sealDataset: 'dataset { id questionCount mergedCount contentHash status }',
  createEndpoint: 'endpoint { id version archivedAt }',
  updateEndpoint:
    'endpoint { id version baseUrl keyVariable limits { maxConcurrentRequests } models { name } archivedAt }',
  archiveEndpoint: 'endpoint { id archivedAt }',
  createPromptSet: 'promptSet { id contentHash answerMarker questionTemplate stepByStepTrigger stop }',
}

function send(mutation: string, input: object, project?: string): Promise<GraphAnswer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { ${FIELDS[mutation]} errors { code path message } } }`
  return sampler.ask(query, { input }, project)
}

async function call(mutation: string, input: object, project?: string): Promise<Payload> {
  const answer = await send(mutation, input, project)
  expect(answer.errors).toBeUndefined()
  return answer.data?.[mutation] as Payload
}

/** Codes of a payload's errors by their place. */
function codes(payload: Payload): Record<string, string> {
  return Object.fromEntries(payload.errors.map(({ code, path }) => [path.join('.'), code]))
}

const key = () => uuidv7()

async function openDataset(kind: 'UNLABELLED' | 'LABELLED' = 'UNLABELLED'): Promise<string> {
  const payload = await call('createDataset', { name: `set ${key()}`, kind, idempotencyKey: key() })
  return payload.dataset?.id ?? ''
}

const append = (datasetId: string, questions: readonly object[], idempotencyKey = key()) =>
  call('appendQuestions', { datasetId, questions, idempotencyKey })

describe('createDataset', () => {
  test('numbers the versions of a name', async () => {
    const name = `numbers ${key()}`
    const make = () => call('createDataset', { name, kind: 'UNLABELLED', idempotencyKey: key() })
    const made = await Promise.all([make(), make(), make()])
    expect(made.map((payload) => payload.dataset?.version).sort()).toEqual([1, 2, 3])
  })

  test('gives the same dataset for the same key and body, and a conflict for another body', async () => {
    const input = { name: 'once', kind: 'UNLABELLED', idempotencyKey: key() }
    const both = await Promise.all([call('createDataset', input), call('createDataset', input)])
    expect(both[0]?.dataset?.id).toBe(both[1]?.dataset?.id)
    const other = await call('createDataset', { ...input, name: 'other' })
    expect(codes(other)).toEqual({ idempotencyKey: 'CONFLICT' })
    expect(other.dataset).toBeNull()
  })

  test('names every problem at once', async () => {
    const input = { name: '  ', kind: 'UNLABELLED', idempotencyKey: 'k'.repeat(201) }
    expect(codes(await call('createDataset', input))).toEqual({
      name: 'REQUIRED',
      idempotencyKey: 'TOO_LARGE',
    })
    expect(
      codes(await call('createDataset', { ...input, name: 'x'.repeat(201), idempotencyKey: key() })),
    ).toEqual({
      name: 'TOO_LARGE',
    })
  })

  test('refuses a kind that there is not, before anything is done', async () => {
    const answer = await send('createDataset', { name: 'x', kind: 'GOLD', idempotencyKey: key() })
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
    expect(answer.errors?.[0]?.message).toMatch(/"GOLD" does not exist in "DatasetKind"/)
  })
})

describe('appendQuestions', () => {
  test('refuses gold answers in an unlabelled dataset and tells how to drop them, and adds nothing', async () => {
    const datasetId = await openDataset()
    const payload = await append(datasetId, [
      { text: 'What is 1 + 1?' },
      { text: 'What is 2 + 2?', goldAnswer: '4' },
    ])
    expect(payload.errors).toEqual([
      {
        code: 'LABELS_NOT_ALLOWED',
        path: ['questions', '1', 'goldAnswer'],
        message: expect.stringMatching(/Remove the field goldAnswer, or make the dataset LABELLED/),
      },
    ])
    expect(payload.appendedCount).toBe(0)
    const sealed = await call('sealDataset', { datasetId })
    expect(codes(sealed)).toEqual({ datasetId: 'WRONG_STATE' })
    expect(sealed.errors[0]?.message).toMatch(/found an empty one/)
  })

  test('refuses a question without gold answer in a labelled one, and gold answers that nobody could read', async () => {
    const datasetId = await openDataset('LABELLED')
    const questions = [{ text: 'a', goldAnswer: '1' }, { text: 'b' }]
    expect(codes(await append(datasetId, questions))).toEqual({ 'questions.1.goldAnswer': 'REQUIRED' })
    const unreadable = [
      { text: 'a', answerType: 'NUMBER', goldAnswer: 'many' },
      { text: 'b', answerType: 'BOOLEAN', goldAnswer: 'perhaps' },
      { text: 'c', answerType: 'CHOICE', choices: ['red', 'blue'], goldAnswer: 'green' },
      { text: 'd', answerType: 'CHOICE', choices: ['red', 'blue'], goldAnswer: '(B)' },
    ]
    expect(codes(await append(datasetId, unreadable))).toEqual({
      'questions.0.goldAnswer': 'INVALID',
      'questions.1.goldAnswer': 'INVALID',
      'questions.2.goldAnswer': 'INVALID',
    })
  })

  test.for([
    ['none', [], { questions: 'REQUIRED' }],
    ['2,000', Array.from({ length: 2_000 }, (_, i) => ({ text: `q ${i}` })), { questions: 'TOO_LARGE' }],
    ['one of 1 MB', [{ text: 'x'.repeat(1_000_000) }], { 'questions.0.text': 'TOO_LARGE' }],
    ['an empty one', [{ text: ' ' }], { 'questions.0.text': 'REQUIRED' }],
    ['one with a NUL', [{ text: 'a\u0000b' }], { 'questions.0.text': 'INVALID' }],
    [
      'a choice without choices',
      [{ text: 'a', answerType: 'CHOICE' }],
      { 'questions.0.choices': 'REQUIRED' },
    ],
    [
      'choices for a number',
      [{ text: 'a', answerType: 'NUMBER', choices: ['1'] }],
      { 'questions.0.choices': 'INVALID' },
    ],
  ] as const)('refuses %s', async ([, questions, expected]) => {
    const datasetId = await openDataset()
    expect(codes(await append(datasetId, questions))).toEqual(expected)
  })

  test('adds nothing a second time for the same key, whatever has happened since', async () => {
    const datasetId = await openDataset()
    const idempotencyKey = key()
    expect(await append(datasetId, [{ text: 'a' }], idempotencyKey)).toMatchObject({ appendedCount: 1 })
    await call('sealDataset', { datasetId })
    const again = await append(datasetId, [{ text: 'a' }], idempotencyKey)
    expect(again).toMatchObject({ appendedCount: 1, errors: [], dataset: { questionCount: 1 } })
    expect(codes(await append(datasetId, [{ text: 'b' }], idempotencyKey))).toEqual({
      idempotencyKey: 'CONFLICT',
    })
    expect(codes(await append(datasetId, [{ text: 'b' }]))).toEqual({ datasetId: 'WRONG_STATE' })
  })

  test('knows no dataset of another project, and no id that is none', async () => {
    const datasetId = await openDataset()
    const input = { datasetId, questions: [{ text: 'a' }], idempotencyKey: key() }
    expect(codes(await call('appendQuestions', input, 'other'))).toEqual({ datasetId: 'NOT_FOUND' })
    expect(codes(await append('nonsense', [{ text: 'a' }]))).toEqual({ datasetId: 'NOT_FOUND' })
    expect(codes(await append(toGlobalId('Dataset', uuidv7()), [{ text: 'a' }]))).toEqual({
      datasetId: 'NOT_FOUND',
    })
  })
})

describe('sealDataset', () => {
  test('merges equal questions, keeps their order, and hashes what is left', async () => {
    const [first, second] = [await openDataset(), await openDataset()]
    await append(first, [{ text: 'a' }, { text: ' a ' }, { text: 'b' }, { text: 'a' }, { text: 'c' }])
    await append(second, [{ text: 'a' }, { text: 'b' }, { text: 'c' }])
    const merged = await call('sealDataset', { datasetId: first })
    const plain = await call('sealDataset', { datasetId: second })
    expect(merged.dataset).toMatchObject({ questionCount: 3, mergedCount: 2, status: 'SEALED' })
    expect(merged.dataset).toMatchObject({
      contentHash: (plain.dataset as { contentHash?: string }).contentHash,
    })
    const page = await sampler.ask(
      `query($id: ID!) { dataset(id: $id) { questions(first: 2) { nodes { text position } pageInfo { hasNextPage endCursor } } overlaps(with: ["${second}"]) { sharedQuestions examples } } }`,
      { id: first },
    )
    expect(page.data?.dataset).toMatchObject({
      questions: {
        nodes: [
          { text: 'a', position: 0 },
          { text: 'b', position: 1 },
        ],
        pageInfo: { hasNextPage: true },
      },
      overlaps: [{ sharedQuestions: 3, examples: ['a', 'b', 'c'] }],
    })
  })

  test('refuses equal questions with different gold answers and names them', async () => {
    const datasetId = await openDataset('LABELLED')
    await append(datasetId, [
      { text: 'What is six times seven?', goldAnswer: '42' },
      { text: 'What  is six times seven?', goldAnswer: '43' },
      { text: 'fine', goldAnswer: '1' },
      { text: 'fine', goldAnswer: '1' },
    ])
    const payload = await call('sealDataset', { datasetId })
    expect(payload.errors).toHaveLength(1)
    expect(payload.errors[0]).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/"42" and "43"/),
    })
    expect(payload.errors[0]?.message).toMatch(/six times seven/)
  })

  test('gives gold answers a part in the content hash', async () => {
    const sealed = async (gold: string) => {
      const datasetId = await openDataset('LABELLED')
      await append(datasetId, [{ text: 'a', goldAnswer: gold }])
      const { dataset } = await call('sealDataset', { datasetId })
      return (dataset as unknown as { contentHash: string }).contentHash
    }
    expect(await sealed('1')).toBe(await sealed('1'))
    expect(await sealed('1')).not.toBe(await sealed('2'))
  })

  test('done twice is done once', async () => {
    const datasetId = toGlobalId('Dataset', await seedDataset(sampler, { count: 2 }))
    expect((await call('sealDataset', { datasetId })).errors).toEqual([])
    expect(codes(await call('sealDataset', { datasetId: 'x' }))).toEqual({ datasetId: 'NOT_FOUND' })
  })
})

describe('createEndpoint', () => {
  const good = () => ({
    name: `endpoint ${key()}`,
    baseUrl: 'http://127.0.0.1:9/v1',
    models: [{ name: 'm' }],
    idempotencyKey: key(),
  })

  test.for([
    ['no URL', { baseUrl: 'example.com/v1' }, { baseUrl: 'INVALID' }],
    ['another scheme', { baseUrl: 'ftp://example.com/v1' }, { baseUrl: 'INVALID' }],
    ['a password in it', { baseUrl: 'https://u:p@example.com/v1' }, { baseUrl: 'INVALID' }],
    [
      'a path that goes too far',
      { baseUrl: 'https://example.com/v1/chat/completions' },
      { baseUrl: 'INVALID' },
    ],
    ['a key instead of a name', { keyVariable: 'sk-secret' }, { keyVariable: 'NOT_ALLOWED' }],
    ['a variable of ours', { keyVariable: 'CHORUS_DATABASE_URL' }, { keyVariable: 'NOT_ALLOWED' }],
    ['no models', { models: [] }, { models: 'REQUIRED' }],
    ['a model twice', { models: [{ name: 'm' }, { name: 'm' }] }, { 'models.1.name': 'CONFLICT' }],
    [
      'prices below zero or none',
      { models: [{ name: 'm', promptUsdPerMillionTokens: '-1', completionUsdPerMillionTokens: 'much' }] },
      {
        'models.0.promptUsdPerMillionTokens': 'INVALID',
        'models.0.completionUsdPerMillionTokens': 'INVALID',
      },
    ],
    [
      'limits out of range',
      { limits: { maxConcurrentRequests: 0, maxChoicesPerRequest: 129, requestTimeoutMs: 1 } },
      {
        'limits.maxConcurrentRequests': 'INVALID',
        'limits.maxChoicesPerRequest': 'INVALID',
        'limits.requestTimeoutMs': 'INVALID',
      },
    ],
    [
      'all at once',
      { name: '', baseUrl: '', models: [] },
      { name: 'REQUIRED', baseUrl: 'REQUIRED', models: 'REQUIRED' },
    ],
  ] as const)('refuses %s', async ([, change, expected]) => {
    const payload = await call('createEndpoint', { ...good(), ...change })
    expect(codes(payload)).toEqual(expected)
    expect(payload.endpoint).toBeNull()
    expect(JSON.stringify(payload.errors)).not.toMatch(/sk-secret/)
  })

  test('refuses a name that is taken, and gives the same endpoint for the same key', async () => {
    const input = good()
    const { endpoint } = await call('createEndpoint', input)
    expect((await call('createEndpoint', input)).endpoint?.id).toBe(endpoint?.id)
    expect(codes(await call('createEndpoint', { ...input, idempotencyKey: key() }))).toEqual({
      name: 'CONFLICT',
    })
  })
})

describe('updateEndpoint and archiveEndpoint', () => {
  test('make versions, change what is given only, and hide what is archived', async () => {
    const endpointId = toGlobalId(
      'Endpoint',
      await seedEndpoint(sampler, { baseUrl: 'http://127.0.0.1:9/v1' }),
    )
    const updated = await call('updateEndpoint', { endpointId, limits: { maxConcurrentRequests: 3 } })
    expect(updated.endpoint).toMatchObject({
      version: 2,
      baseUrl: 'http://127.0.0.1:9/v1',
      limits: { maxConcurrentRequests: 3 },
      models: [{ name: 'scripted' }],
    })
    expect(codes(await call('updateEndpoint', { endpointId, baseUrl: 'x' }))).toEqual({ baseUrl: 'INVALID' })
    const archived = await call('archiveEndpoint', { endpointId })
    expect(archived.endpoint?.archivedAt).not.toBeNull()
    expect(codes(await call('updateEndpoint', { endpointId, seeded: false }))).toEqual({
      endpointId: 'WRONG_STATE',
    })
    const list = await sampler.ask(`{ endpoints(first: 1000) { nodes { id } } }`)
    expect(JSON.stringify(list.data)).not.toContain(endpointId)
    const one = await sampler.ask(`query($id: ID!) { endpoint(id: $id) { version } }`, { id: endpointId })
    expect(one.data?.endpoint).toEqual({ version: 2 })
  })

  test.for(['updateEndpoint', 'archiveEndpoint'])('%s knows no unknown id', async (mutation) => {
    expect(codes(await call(mutation, { endpointId: 'x' }))).toEqual({ endpointId: 'NOT_FOUND' })
    const endpointId = toGlobalId('Endpoint', uuidv7())
    expect(codes(await call(mutation, { endpointId }))).toEqual({ endpointId: 'NOT_FOUND' })
  })
})

describe('createPromptSet', () => {
  const good = () => ({ name: 'p', exemplars: [], idempotencyKey: key() })

  test('fills in the words of the paper, and hashes the content without the name', async () => {
    const first = await call('createPromptSet', good())
    expect(first.promptSet).toMatchObject({
      answerMarker: 'The answer is',
      questionTemplate: 'Q: {question}\nA:',
      stepByStepTrigger: " Let's think step by step.",
      stop: [],
    })
    const second = await call('createPromptSet', { ...good(), name: 'another' })
    expect(second.promptSet?.contentHash).toBe(first.promptSet?.contentHash)
    expect(second.promptSet?.id).not.toBe(first.promptSet?.id)
  })

  test.for([
    ['a template without slot', { questionTemplate: 'Q:' }, { questionTemplate: 'INVALID' }],
    ['a template with two', { questionTemplate: '{question}{question}' }, { questionTemplate: 'INVALID' }],
    ['five stop strings', { stop: ['a', 'b', 'c', 'd', 'e'] }, { stop: 'TOO_LARGE' }],
    ['an empty stop string', { stop: [''] }, { 'stop.0': 'REQUIRED' }],
    ['an empty marker', { answerMarker: ' ' }, { answerMarker: 'REQUIRED' }],
    [
      'exemplars without question or answer',
      { exemplars: [{ question: '', reasoning: '', answer: '' }] },
      { 'exemplars.0.question': 'REQUIRED', 'exemplars.0.answer': 'REQUIRED' },
    ],
  ] as const)('refuses %s', async ([, change, expected]) => {
    expect(codes(await call('createPromptSet', { ...good(), ...change }))).toEqual(expected)
  })
})

describe('every mutation', () => {
  test('leaves an audit row with who, what and the result, refusals included', async () => {
    const before = await auditCount()
    const datasetId = await openDataset()
    await append(datasetId, [{ text: 'a', goldAnswer: '1' }])
    expect((await auditCount()) - before).toBe(2)
    const rows = await sampler.database.query<{ mutation: string; actor: string; result: string }>(
      `select mutation, actor, result from sampler.audit order by id desc limit 2`,
    )
    expect(rows[0]).toEqual({ mutation: 'appendQuestions', actor: 'local', result: 'LABELS_NOT_ALLOWED' })
    expect(toGlobalId('Dataset', rows[1]?.result ?? '')).toBe(datasetId)
  })
})

async function auditCount(): Promise<number> {
  const rows = await sampler.database.query<{ count: number }>(
    `select count(*)::int as count from sampler.audit`,
  )
  return rows[0]?.count ?? 0
}

describe('a list', () => {
  test('is paged by keys, newest first, without gap or double', async () => {
    const made: string[] = []
    for (let i = 0; i < 5; i++) made.unshift(await openDataset())
    const seen: string[] = []
    for (let after: string | null = null; seen.length < 5; ) {
      const answer: GraphAnswer = await sampler.ask(
        `query($after: String) { datasets(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } }`,
        { after },
      )
      const page = answer.data?.datasets as { nodes: { id: string }[]; pageInfo: { endCursor: string } }
      seen.push(...page.nodes.map((node) => node.id))
      after = page.pageInfo.endCursor
    }
    expect(seen.slice(0, 5)).toEqual(made)
  })

  test('refuses a page of 5,000 and a cursor that is none', async () => {
    const large = await sampler.ask(`{ datasets(first: 5000) { nodes { id } } }`)
    expect(large.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
    const odd = await sampler.ask(`{ datasets(after: "nonsense") { nodes { id } } }`)
    expect(odd.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
  })
})
