import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames } from '../../deploy/local/port-plan.ts'
import { lastLogLines } from '../../deploy/local/supervise/log-file.ts'
import {
  AppendQuestionsDocument,
  CreateDatasetDocument,
  CreateEndpointDocument,
  CreatePromptSetDocument,
  CreateRunDocument,
  type CreateRunInput,
  type EvaluationPlanInput,
  type QuestionInput,
  SealDatasetDocument,
} from '../../services/gateway/cli/generated/operations.ts'
import { createGraphClient, type GraphClient } from '../../services/gateway/cli/graph/graph-client.ts'
import { parsePromptSet, parseQuestions } from '../../services/gateway/cli/quickstart/read-shipped.ts'
import type { TestPlatform } from './platform.ts'
import { waitFor } from './wait-for.ts'

const shipped = new URL('../../services/model/datasets/', import.meta.url)

/** The first questions of a dataset that ships with Chorus. */
export function shippedQuestions(name: string, count: number, from = 0): QuestionInput[] {
  return parseQuestions(readFileSync(new URL(`${name}.jsonl`, shipped), 'utf8')).slice(from, from + count)
}

/** What the functions here need of a platform. */
export type RunningPlatform = Pick<TestPlatform, 'graphUrl' | 'modelUrl' | 'folder' | 'graphql'>

/** A client of a test platform's graph. */
export function clientOf(platform: Pick<TestPlatform, 'graphUrl'>): GraphClient {
  return createGraphClient({ url: platform.graphUrl, signal: AbortSignal.timeout(600_000) })
}

/** Makes and seals a dataset; gives its id. */
export async function makeDataset(
  client: GraphClient,
  input: { readonly name: string; readonly questions: readonly QuestionInput[] },
): Promise<string> {
  const kind = input.questions[0]?.goldAnswer ? 'LABELLED' : 'UNLABELLED'
  const { createDataset } = await client.request(CreateDatasetDocument, {
    input: { name: input.name, kind, idempotencyKey: `${input.name}-dataset` },
  })
  const datasetId = must(createDataset.dataset, createDataset.errors).id
  const { appendQuestions } = await client.request(AppendQuestionsDocument, {
    input: { datasetId, questions: input.questions, idempotencyKey: `${input.name}-questions` },
  })
  must(appendQuestions, appendQuestions.errors)
  const { sealDataset } = await client.request(SealDatasetDocument, { input: { datasetId } })
  return must(sealDataset.dataset, sealDataset.errors).id
}

/** Makes an endpoint with one model; gives its id. */
export async function makeEndpoint(
  client: GraphClient,
  input: {
    readonly name: string
    readonly baseUrl: string
    readonly model: string
    readonly choices?: number
  },
): Promise<string> {
  const { createEndpoint } = await client.request(CreateEndpointDocument, {
    input: {
      name: input.name,
      baseUrl: input.baseUrl,
      models: [{ name: input.model, promptUsdPerMillionTokens: '1', completionUsdPerMillionTokens: '2' }],
      limits: {
        maxConcurrentRequests: 4,
        maxChoicesPerRequest: input.choices ?? 8,
        requestTimeoutMs: 5_000,
      },
      fineTuning: true,
      idempotencyKey: `${input.name}-endpoint`,
    },
  })
  return must(createEndpoint.endpoint, createEndpoint.errors).id
}

/** Makes the shipped prompt set; gives its id. */
export async function makePromptSet(client: GraphClient): Promise<string> {
  const promptSet = parsePromptSet('prompt-set', readFileSync(new URL('prompt-set.json', shipped), 'utf8'))
  const { createPromptSet } = await client.request(CreatePromptSetDocument, {
    input: { ...promptSet, idempotencyKey: 'prompt-set' },
  })
  return must(createPromptSet.promptSet, createPromptSet.errors).id
}

/** What a small run is made of; every text that differs makes another run. */
export interface SmallRunInput {
  /** Also the beginning of its datasets' names. */
  readonly name: string
  /** Default 7. */
  readonly seed?: number
  /** Default the platform's own model host. */
  readonly endpointId?: string
  readonly model?: string
  /** Default: a GATE and a REPORT dataset of 20 questions each, by COT. */
  readonly evaluations?: readonly EvaluationPlanInput[]
  /** Default 40 shipped ones: 20 for each of 2 iterations. */
  readonly questions?: readonly QuestionInput[]
  /** Default 20. */
  readonly questionsPerIteration?: number
  readonly overrides?: Partial<CreateRunInput>
}

/** Starts a run of 20 questions × 8 paths × 2 iterations; gives its id. */
export async function startSmallRun(platform: RunningPlatform, input: SmallRunInput): Promise<string> {
  const client = clientOf(platform)
  const { name } = input
  const questions = input.questions ?? shippedQuestions('arithmetic-learn', 40)
  const learning = await makeDataset(client, { name: `${name}-learn`, questions })
  const run: CreateRunInput = {
    name,
    seed: input.seed ?? 7,
    iterations: 2,
    endpointId:
      input.endpointId ??
      (await makeEndpoint(client, {
        name: `${name}-host`,
        baseUrl: platform.modelUrl,
        model: 'chorus-tiny-1',
      })),
    model: input.model ?? 'chorus-tiny-1',
    promptSetId: await makePromptSet(client),
    learning: { datasetId: learning, questionsPerIteration: input.questionsPerIteration ?? 20 },
    sampling: { samplesPerQuestion: 8, temperature: 0.7, topP: 1, maxTokens: 64 },
    training: { preset: 'GENTLE', epochs: 1, batchSize: 32, learningRateMultiplier: 2 / 3 },
    evaluations: input.evaluations ?? (await smallEvaluations(client, name)),
    idempotencyKey: `${name}-run`,
    ...input.overrides,
  }
  const { createRun } = await client.request(CreateRunDocument, { input: run })
  return must(createRun.run, createRun.errors).id
}

async function smallEvaluations(client: GraphClient, name: string): Promise<EvaluationPlanInput[]> {
  const gate = await makeDataset(client, {
    name: `${name}-gate`,
    questions: shippedQuestions('arithmetic-gate', 20),
  })
  const report = await makeDataset(client, {
    name: `${name}-report`,
    questions: shippedQuestions('arithmetic-report-3', 20),
  })
  return [
    { datasetId: gate, use: 'GATE', methods: ['COT'] },
    { datasetId: report, use: 'REPORT', methods: ['DIRECT', 'COT'] },
  ]
}

/** A run's state. */
export interface RunState {
  readonly status: string
  readonly statusReason: string | null
  readonly contentHash: string | null
  readonly stage: string | null
  readonly iteration: number
}

/** Reads a run's state; undefined while the graph can not tell. */
export async function readRun(platform: RunningPlatform, id: string): Promise<RunState | undefined> {
  type Data = {
    run: Omit<RunState, 'stage' | 'iteration'> & { progress: { stage: string; iteration: number } }
  }
  const query = '($id: ID!) { run(id: $id) { status statusReason contentHash progress { stage iteration } } }'
  const answer = await platform.graphql<Data>(`query ${query}`, { id }).catch(() => undefined)
  if (!answer?.data?.run) return undefined
  const { progress, ...run } = answer.data.run
  return { ...run, stage: progress.stage, iteration: progress.iteration }
}

const ends = ['COMPLETED', 'FAILED', 'CANCELLED']

/** Waits until a run has ended, and gives its state. */
export async function waitForRun(
  platform: RunningPlatform,
  id: string,
  timeoutMs = 150_000,
): Promise<RunState> {
  let last: RunState | undefined
  const ended = async () => {
    last = (await readRun(platform, id)) ?? last
    return last !== undefined && ends.includes(last.status)
  }
  await waitFor(ended, { timeoutMs, intervalMs: 200, message: `the end of run ${id}` }).catch(
    (error: unknown) => {
      const logs = serviceNames.map((name) => lastLogLines(join(platform.folder, 'logs', `${name}.log`), 4))
      const text = `The run ${id} did not end in ${timeoutMs} ms: ${JSON.stringify(last)}\n${logs.flat().join('\n')}`
      throw new Error(text, { cause: error })
    },
  )
  if (last === undefined) throw new Error(`The run ${id} could not be read.`)
  return last
}

/** Waits until a run is in a stage of an iteration, or beyond that iteration. */
export async function waitForStage(
  platform: RunningPlatform,
  id: string,
  wanted: { readonly iteration: number; readonly stage: string },
): Promise<void> {
  await waitFor(
    async () => {
      const run = await readRun(platform, id)
      if (run === undefined) return false
      const isThere = run.iteration === wanted.iteration && run.stage === wanted.stage
      return isThere || run.iteration > wanted.iteration || ends.includes(run.status)
    },
    { timeoutMs: 120_000, intervalMs: 20, message: `${wanted.stage} of iteration ${wanted.iteration}` },
  )
}

function must<T>(made: T | null, errors: readonly { readonly message: string }[]): T {
  if (made === null || errors.length > 0) throw new Error(`Refused: ${JSON.stringify(errors)}`)
  return made
}
