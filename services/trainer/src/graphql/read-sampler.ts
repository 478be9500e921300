import { ChorusError, messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import { keyOf, toGlobalId } from '@chorus/schema/ids.ts'
import { z } from 'zod'
import type {
  CreateRunRequest,
  RunSources,
  SourceDataset,
  SourceEndpoint,
  SourceOverlap,
  SourcePromptSet,
} from '../runs/create-run-request.ts'

const TIMEOUT_MS = 10_000

/** On whose behalf the sampler is asked. */
export type Caller = { readonly project: string; readonly actor: string }

/** The sampler's subgraph, as the trainer asks it. */
export type SamplerClient = {
  /**
   * Reads what a request names.
   * @throws {ChorusError} UNAVAILABLE when the sampler does not answer.
   */
  readonly readSources: (
    request: CreateRunRequest,
    endpointId: string | null,
    caller: Caller,
  ) => Promise<Omit<RunSources, 'modelVersion'>>
  /** Texts of paths that were too large to travel, by path id. @throws {ChorusError} UNAVAILABLE */
  readonly readPathTexts: (pathIds: readonly string[], caller: Caller) => Promise<ReadonlyMap<string, string>>
}

const datasetShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['UNLABELLED', 'LABELLED']),
  status: z.enum(['OPEN', 'SEALED']),
  questionCount: z.number(),
  contentHash: z.string().nullable(),
})

const endpointShape = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number(),
  baseUrl: z.string(),
  keyVariable: z.string().nullable(),
  models: z.array(
    z.object({
      name: z.string(),
      promptUsdPerMillionTokens: z.string(),
      completionUsdPerMillionTokens: z.string(),
      trainingUsdPerMillionTokens: z.string(),
    }),
  ),
  limits: z.object({ requestTimeoutMs: z.number() }),
  capabilities: z.object({ fineTuning: z.boolean() }),
  archivedAt: z.string().nullable(),
})

const promptSetShape = z.object({
  id: z.string(),
  systemPrompt: z.string().nullable(),
  exemplars: z.array(z.object({ question: z.string(), reasoning: z.string(), answer: z.string() })),
  questionTemplate: z.string(),
  stepByStepTrigger: z.string(),
  answerMarker: z.string(),
  stop: z.array(z.string()),
  contentHash: z.string(),
})

const overlapShape = z.object({
  id: z.string(),
  overlaps: z.array(
    z.object({
      dataset: z.object({ id: z.string() }),
      sharedQuestions: z.number(),
      examples: z.array(z.string()),
    }),
  ),
})

const DATASET = 'id name kind status questionCount contentHash'
const ENDPOINT = `id name version baseUrl keyVariable archivedAt limits { requestTimeoutMs } capabilities { fineTuning }
  models { name promptUsdPerMillionTokens completionUsdPerMillionTokens trainingUsdPerMillionTokens }`
const PROMPT_SET = `id systemPrompt exemplars { question reasoning answer } questionTemplate stepByStepTrigger answerMarker
  stop contentHash`

/** A client of the sampler's subgraph over HTTP. */
export function createSamplerClient(options: { readonly url: string }): SamplerClient {
  const ask: Ask = (query, variables, caller) => askSubgraph({ url: options.url, query, variables, caller })
  return {
    readSources: (request, endpointId, caller) => readSources(ask, request, endpointId, caller),
    readPathTexts: (pathIds, caller) => readPathTexts(ask, pathIds, caller),
  }
}

type Ask = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller,
) => Promise<Record<string, unknown>>

async function readSources(
  ask: Ask,
  request: CreateRunRequest,
  endpointId: string | null,
  caller: Caller,
): Promise<Omit<RunSources, 'modelVersion'>> {
  const named = [request.learning?.datasetId, ...(request.evaluations ?? []).map((plan) => plan.datasetId)]
  const ids = [...new Set(named)].filter((id): id is string => Boolean(id && keyOf('Dataset', id)))
  const wantsEndpoint = endpointId !== null && keyOf('Endpoint', endpointId) !== null
  const namedSets = [request.promptSetId, ...(request.evaluations ?? []).map((plan) => plan.promptSetId)]
  const setIds = [...new Set(namedSets)].filter((id): id is string => Boolean(id && keyOf('PromptSet', id)))
  const fields = [
    ...ids.map((id, i) => `d${i}: dataset(id: ${JSON.stringify(id)}) { ${DATASET} }`),
    ...(wantsEndpoint ? [`endpoint(id: ${JSON.stringify(endpointId)}) { ${ENDPOINT} }`] : []),
    ...setIds.map((id, i) => `p${i}: promptSet(id: ${JSON.stringify(id)}) { ${PROMPT_SET} }`),
  ]
  const data = fields.length === 0 ? {} : await ask(`query RunSources { ${fields.join('\n')} }`, {}, caller)
  const datasets = new Map<string, SourceDataset>()
  ids.forEach((id, i) => {
    const dataset = parse(datasetShape.nullish(), data[`d${i}`])
    if (dataset) datasets.set(id, dataset)
  })
  const promptSets = new Map<string, SourcePromptSet>()
  setIds.forEach((id, i) => {
    const promptSet = parse(promptSetShape.nullish(), data[`p${i}`])
    if (promptSet) promptSets.set(id, toPromptSet(promptSet))
  })
  return {
    datasets,
    overlaps: await readOverlaps(ask, [...datasets.values()], caller),
    endpoint: toEndpoint(parse(endpointShape.nullish(), data.endpoint)),
    promptSets,
  }
}

function toEndpoint(found: z.infer<typeof endpointShape> | null | undefined): SourceEndpoint | null {
  if (!found) return null
  const { limits, capabilities, archivedAt, ...rest } = found
  return {
    ...rest,
    requestTimeoutMs: limits.requestTimeoutMs,
    fineTuning: capabilities.fineTuning,
    archived: archivedAt !== null,
  }
}

function toPromptSet({ id, contentHash, ...content }: z.infer<typeof promptSetShape>): SourcePromptSet {
  return { id, contentHash, content }
}

/** Shared questions between every two sealed datasets. */
async function readOverlaps(
  ask: Ask,
  datasets: readonly SourceDataset[],
  caller: Caller,
): Promise<SourceOverlap[]> {
  const sealed = datasets.filter((dataset) => dataset.status === 'SEALED').map((dataset) => dataset.id)
  if (sealed.length < 2) return []
  const fields = sealed.slice(1).map((id, i) => {
    const earlier = JSON.stringify(sealed.slice(0, i + 1))
    return `d${i}: dataset(id: ${JSON.stringify(id)}) { id overlaps(with: ${earlier}) { dataset { id } sharedQuestions examples } }`
  })
  const data = await ask(`query SharedQuestions { ${fields.join('\n')} }`, {}, caller)
  return Object.values(data).flatMap((value) => {
    const found = parse(overlapShape, value)
    return found.overlaps.map((overlap) => ({
      a: found.id,
      b: overlap.dataset.id,
      sharedQuestions: overlap.sharedQuestions,
      example: overlap.examples[0] ?? null,
    }))
  })
}

async function readPathTexts(
  ask: Ask,
  pathIds: readonly string[],
  caller: Caller,
): Promise<ReadonlyMap<string, string>> {
  const representations = pathIds.map((id) => ({ __typename: 'Path', id: toGlobalId('Path', id) }))
  const data = await ask(
    'query PathTexts($representations: [_Any!]!) { _entities(representations: $representations) { ... on Path { id text } } }',
    { representations },
    caller,
  )
  const found = parse(z.array(z.object({ id: z.string(), text: z.string() }).nullable()), data._entities)
  const texts = new Map<string, string>()
  for (const path of found) {
    const key = path && keyOf('Path', path.id)
    if (path && key) texts.set(key, path.text)
  }
  const missing = pathIds.find((id) => !texts.has(id))
  if (missing !== undefined) throw unavailable(`no text of path ${missing}`)
  return texts
}

async function askSubgraph(input: {
  readonly url: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly caller: Caller
}): Promise<Record<string, unknown>> {
  const { url, query, variables, caller } = input
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'chorus-actor': caller.actor,
        'chorus-project': caller.project,
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body = answerShape.parse(await response.json())
    if (body.errors?.[0]) throw unavailable(body.errors[0].message)
    return body.data ?? {}
  } catch (error) {
    throw error instanceof ChorusError ? error : unavailable(messageOf(error), error)
  }
}

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

function parse<T>(shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw unavailable(`an answer of another form: ${parsed.error.message}`)
}

function unavailable(found: string, cause?: unknown): ChorusError {
  return new ChorusError({
    code: 'UNAVAILABLE',
    message: `The sampler did not answer as expected: ${found}.`,
    retryable: true,
    cause,
  })
}
