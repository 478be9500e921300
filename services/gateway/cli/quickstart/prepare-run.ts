import {
  AppendQuestionsDocument,
  CreateDatasetDocument,
  CreateEndpointDocument,
  CreatePromptSetDocument,
  CreateRunDocument,
  FindEndpointsDocument,
  type FindEndpointsQuery,
  type ProblemFragment,
  type QuestionInput,
  SealDatasetDocument,
  UpdateEndpointDocument,
} from '../generated/operations.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { RefusedError } from '../graph/graph-errors.ts'
import { contentKey } from './content-key.ts'
import { endpointName, learningDataset, quickstartRun, startingModel } from './quickstart-plan.ts'
import type { PromptSetInput, Shipped } from './read-shipped.ts'

const questionsPerRequest = 1_000

/** Makes the datasets, the prompt sets, the endpoint and the run. Whatever of it is there already is used. @returns the run's id. */
export async function prepareRun(input: {
  readonly client: GraphClient
  readonly shipped: Shipped
  /** Base URL of the platform's own model host, up to /v1. */
  readonly modelUrl: string
  readonly seed: number
}): Promise<string> {
  const { client, shipped, seed } = input
  const datasetIds = new Map<string, string>()
  for (const [name, questions] of shipped.questions) {
    datasetIds.set(name, await makeDataset(client, { name, questions }))
  }
  const promptSetIds = new Map<string, string>()
  for (const [name, promptSet] of shipped.promptSets) {
    promptSetIds.set(name, await makePromptSet(client, promptSet))
  }
  const endpointId = await makeEndpoint(client, input.modelUrl)
  const run = quickstartRun({ seed, endpointId, promptSetIds, datasetIds })
  const answer = await client.request(CreateRunDocument, {
    input: { ...run, idempotencyKey: contentKey('run', run) },
  })
  return accepted('createRun', answer.createRun.run, answer.createRun.errors).id
}

async function makeDataset(
  client: GraphClient,
  input: { readonly name: string; readonly questions: readonly QuestionInput[] },
): Promise<string> {
  const kind = input.name === learningDataset ? 'UNLABELLED' : 'LABELLED'
  const created = await client.request(CreateDatasetDocument, {
    input: { name: input.name, kind, idempotencyKey: contentKey('dataset', input) },
  })
  const dataset = accepted('createDataset', created.createDataset.dataset, created.createDataset.errors)
  if (dataset.status === 'SEALED') return dataset.id
  for (let start = 0; start < input.questions.length; start += questionsPerRequest) {
    const questions = input.questions.slice(start, start + questionsPerRequest)
    const body = { datasetId: dataset.id, questions }
    const { appendQuestions } = await client.request(AppendQuestionsDocument, {
      input: { ...body, idempotencyKey: contentKey('questions', { ...body, start }) },
    })
    accepted('appendQuestions', appendQuestions, appendQuestions.errors)
  }
  const { sealDataset } = await client.request(SealDatasetDocument, { input: { datasetId: dataset.id } })
  return accepted('sealDataset', sealDataset.dataset, sealDataset.errors).id
}

async function makePromptSet(client: GraphClient, promptSet: PromptSetInput): Promise<string> {
  const { createPromptSet } = await client.request(CreatePromptSetDocument, {
    input: { ...promptSet, idempotencyKey: contentKey('prompt-set', promptSet) },
  })
  return accepted('createPromptSet', createPromptSet.promptSet, createPromptSet.errors).id
}

/** The endpoint is found by its name, because its address moves with CHORUS_PORT_BASE. */
async function makeEndpoint(client: GraphClient, baseUrl: string): Promise<string> {
  const found = await findEndpoint(client)
  if (found?.baseUrl === baseUrl) return found.id
  if (found !== undefined) {
    const { updateEndpoint } = await client.request(UpdateEndpointDocument, {
      input: { endpointId: found.id, baseUrl },
    })
    return accepted('updateEndpoint', updateEndpoint.endpoint, updateEndpoint.errors).id
  }
  const endpoint = {
    name: endpointName,
    baseUrl,
    protocol: 'CHAT',
    models: [{ name: startingModel }],
    limits: { maxConcurrentRequests: 8, maxChoicesPerRequest: 32 },
    seeded: true,
    fineTuning: true,
  } as const
  const { createEndpoint } = await client.request(CreateEndpointDocument, {
    input: { ...endpoint, idempotencyKey: contentKey('endpoint', endpoint) },
  })
  return accepted('createEndpoint', createEndpoint.endpoint, createEndpoint.errors).id
}

async function findEndpoint(client: GraphClient): Promise<{ id: string; baseUrl: string } | undefined> {
  let after: string | null = null
  do {
    const { endpoints }: { endpoints: EndpointPage } = await client.request(FindEndpointsDocument, { after })
    const found = endpoints.nodes.find((endpoint) => endpoint.name === endpointName)
    if (found !== undefined) return found
    after = endpoints.pageInfo.hasNextPage ? endpoints.pageInfo.endCursor : null
  } while (after !== null)
  return undefined
}

type EndpointPage = FindEndpointsQuery['endpoints']

function accepted<T>(mutation: string, made: T | null, errors: readonly ProblemFragment[]): T {
  if (made === null || errors.length > 0) throw new RefusedError(mutation, errors)
  return made
}
