import { uuidv5, uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { evaluationRequested, iterationStarted } from '@chorus/schema/events/index.ts'
import type { SampleSetRequest } from '@chorus/schema/events/parts.ts'
import { keyOf } from '@chorus/schema/ids.ts'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { expect } from 'vitest'
import type { TestSampler } from './start-sampler.ts'

/** What a run samples from. */
export type Ground = { readonly datasetId: string; readonly endpointId: string; readonly promptSetId: string }

type Created = { readonly errors: readonly unknown[] } & Record<string, unknown>

/** Makes a mutation and gives its payload; fails when it has errors. */
export async function mutate(
  sampler: TestSampler,
  name: string,
  type: string,
  input: object,
  fields: string,
) {
  const answer = await sampler.ask(
    `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} errors { code path message } } }`,
    { input },
  )
  expect(answer.errors).toBeUndefined()
  const payload = answer.data?.[name] as Created
  expect(payload.errors).toEqual([])
  return payload
}

function keyIn(payload: Created, field: string): string {
  const { id } = payload[field] as { id: string }
  const type = { dataset: 'Dataset', endpoint: 'Endpoint', promptSet: 'PromptSet' } as const
  return keyOf(type[field as keyof typeof type], id) ?? ''
}

/** A sealed dataset of `count` different questions, gold answers included where it is labelled. */
export async function seedDataset(
  sampler: TestSampler,
  options: { readonly count: number; readonly kind?: 'UNLABELLED' | 'LABELLED'; readonly gold?: string },
): Promise<string> {
  const { count, kind = 'UNLABELLED', gold = '7' } = options
  const idempotencyKey = uuidv7()
  const payload = await mutate(
    sampler,
    'createDataset',
    'CreateDatasetInput',
    { name: `set ${idempotencyKey}`, kind, idempotencyKey },
    'dataset { id }',
  )
  const { id } = payload.dataset as { id: string }
  const questions = Array.from({ length: count }, (_, i) => ({
    text: `What is ${i} plus ${i}? ${idempotencyKey}`,
    answerType: 'NUMBER',
    ...(kind === 'LABELLED' ? { goldAnswer: gold } : {}),
  }))
  const append = { datasetId: id, questions, idempotencyKey }
  await mutate(sampler, 'appendQuestions', 'AppendQuestionsInput', append, 'appendedCount')
  await mutate(sampler, 'sealDataset', 'SealDatasetInput', { datasetId: id }, 'dataset { id }')
  return keyIn(payload, 'dataset')
}

export type EndpointOptions = {
  readonly baseUrl: string
  readonly maxConcurrentRequests?: number
  readonly maxChoicesPerRequest?: number
  readonly requestTimeoutMs?: number
  readonly protocol?: 'CHAT' | 'COMPLETIONS'
  /** US dollars per million tokens of prompt and completion. */
  readonly price?: string
  readonly model?: string
}

export async function seedEndpoint(sampler: TestSampler, options: EndpointOptions): Promise<string> {
  const idempotencyKey = uuidv7()
  const price = options.price ?? '0'
  const payload = await mutate(
    sampler,
    'createEndpoint',
    'CreateEndpointInput',
    {
      name: `endpoint ${idempotencyKey}`,
      baseUrl: options.baseUrl,
      protocol: options.protocol ?? 'CHAT',
      models: [
        {
          name: options.model ?? 'scripted',
          promptUsdPerMillionTokens: price,
          completionUsdPerMillionTokens: price,
        },
      ],
      limits: {
        maxConcurrentRequests: options.maxConcurrentRequests ?? 8,
        maxChoicesPerRequest: options.maxChoicesPerRequest ?? 4,
        requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
      },
      idempotencyKey,
    },
    'endpoint { id }',
  )
  return keyIn(payload, 'endpoint')
}

export async function seedPromptSet(sampler: TestSampler): Promise<string> {
  const idempotencyKey = uuidv7()
  const payload = await mutate(
    sampler,
    'createPromptSet',
    'CreatePromptSetInput',
    {
      name: 'plain',
      exemplars: [{ question: 'What is 1 plus 1?', reasoning: '1 plus 1 is 2.', answer: '2' }],
      idempotencyKey,
    },
    'promptSet { id }',
  )
  return keyIn(payload, 'promptSet')
}

/** A dataset, an endpoint and a prompt set. */
export async function seedGround(
  sampler: TestSampler,
  options: EndpointOptions & { readonly questions: number; readonly kind?: 'UNLABELLED' | 'LABELLED' },
): Promise<Ground> {
  const { questions: count, kind = 'UNLABELLED' } = options
  return {
    datasetId: await seedDataset(sampler, { count, kind }),
    endpointId: await seedEndpoint(sampler, options),
    promptSetId: await seedPromptSet(sampler),
  }
}

export type OrderOptions = {
  readonly runId?: string
  readonly iterationId?: string
  readonly iteration?: number
  readonly questionCount: number
  readonly paths?: number
  readonly maxTokens?: number
  readonly leaseMs?: number
  readonly maxCostUsd?: string | null
  readonly maxTokensOfRun?: string | null
  readonly model?: string
  readonly arm?: string
}

/** What the trainer says when an iteration begins. */
export function learningOrder(ground: Ground, options: OrderOptions) {
  return orderOf(ground, options, { purpose: 'LEARNING', method: 'LEARNING', evaluationId: null })
}

/** What the trainer says when it wants an evaluation. */
export function evaluationOrder(ground: Ground, options: OrderOptions) {
  return orderOf(ground, options, { purpose: 'EVALUATION', method: 'COT', evaluationId: uuidv7() })
}

function orderOf(
  ground: Ground,
  options: OrderOptions,
  use: Pick<SampleSetRequest, 'purpose' | 'method' | 'evaluationId'>,
) {
  const runId = options.runId ?? uuidv7()
  const key = sha256(`${runId} ${JSON.stringify(options)} ${use.evaluationId}`)
  const sampleSet: SampleSetRequest = {
    sampleSetId: uuidv5(runId, [key]),
    key,
    ...use,
    arm: options.arm ?? 'main',
    format: 'FEW_SHOT_COT',
    runSeed: 7,
    endpointId: ground.endpointId,
    endpointVersion: 1,
    model: options.model ?? 'scripted',
    promptSetId: ground.promptSetId,
    datasetId: ground.datasetId,
    firstQuestion: 0,
    questionCount: options.questionCount,
    sampling: {
      samplesPerQuestion: options.paths ?? 8,
      temperature: 0.7,
      topP: 1,
      maxTokens: options.maxTokens ?? 64,
    },
    policy: { answerMarker: 'The answer is', minAgreement: null, extractionVersion: 1 },
  }
  return {
    runId,
    iterationId: options.iterationId ?? uuidv7(),
    iteration: options.iteration ?? 1,
    budget: { maxCostUsd: options.maxCostUsd ?? null, maxTokens: options.maxTokensOfRun ?? null },
    leaseMs: options.leaseMs ?? 60_000,
    sampleSet,
  }
}

/** Sends an order to learn. */
export async function startIteration(sampler: TestSampler, order: ReturnType<typeof learningOrder>) {
  const definition = order.sampleSet.purpose === 'LEARNING' ? iterationStarted : evaluationRequested
  await sampler.send(definition, order)
  return order
}
