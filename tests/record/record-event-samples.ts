import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import pg from 'pg'
import { ALL_EVENTS } from '../../schema/events/index.ts'
import { toJsonText } from '../../schema/scripts/write-or-check.ts'
import { startPlatform, type TestPlatform } from '../testkit/platform.ts'
import { createScriptedEndpoint } from '../testkit/scripted-endpoint.ts'
import {
  clientOf,
  makeEndpoint,
  type SmallRunInput,
  startSmallRun,
  waitForRun,
  waitForStage,
} from '../testkit/small-run.ts'
import { waitFor } from '../testkit/wait-for.ts'

/**
 * Records one event of every type from real runs into schema/events/samples: `npm exec -- node tests/record/record-event-samples.ts`,
 * half a minute. A sample that is there stays, since what was once sent must be readable for ever. With `--list` nothing is
 * written, and the types that were seen are named.
 */
const folder = new URL('../../schema/events/samples/', import.meta.url)

/** Four paths a question keep the samples readable. */
const sampling = { samplesPerQuestion: 4, temperature: 0.7, topP: 1, maxTokens: 64 }

/** A run that is paused and resumed on its way and ends by its plan. */
async function recordCompleted(platform: TestPlatform): Promise<void> {
  const id = await startSmallRun(platform, { name: 'completed', overrides: { sampling } })
  await waitForStage(platform, id, { iteration: 1, stage: 'SAMPLING' })
  await act(platform, 'pauseRun', { runId: id, reason: 'The cluster is needed elsewhere' })
  await act(platform, 'resumeRun', { runId: id })
  await waitForRun(platform, id)
}

/** A run whose new model version a person turns down. */
async function recordRejected(platform: TestPlatform): Promise<void> {
  const gate = { approval: 'REQUIRED' } as const
  const id = await start(platform, { name: 'rejected', overrides: { sampling, gate, iterations: 1 } })
  await waitForStage(platform, id, { iteration: 1, stage: 'AWAITING_APPROVAL' })
  const query = 'query ($id: ID!) { run(id: $id) { iterations { modelVersion { id } } } }'
  type Data = { run: { iterations: { modelVersion: { id: string } }[] } }
  const { data } = await platform.graphql<Data>(query, { id })
  const modelVersionId = data?.run.iterations.at(-1)?.modelVersion.id
  await act(platform, 'rejectModelVersion', { modelVersionId, reason: 'Worse on our own questions' })
  await waitForRun(platform, id)
}

/** A run that a person ends while it is being sampled. */
async function recordCancelled(platform: TestPlatform): Promise<void> {
  const id = await start(platform, { name: 'cancelled', overrides: { sampling } })
  await waitForStage(platform, id, { iteration: 1, stage: 'SAMPLING' })
  await act(platform, 'cancelRun', { runId: id, reason: 'Started with the wrong dataset' })
  await waitForRun(platform, id)
}

/** A run whose endpoint refuses every call, so that a person must act. */
async function recordBlocked(platform: TestPlatform): Promise<void> {
  const endpoint = await createScriptedEndpoint({ apiKey: 'not the one that the sampler has' })
  try {
    const id = await startOn(platform, endpoint.baseUrl, { name: 'blocked', overrides: { sampling } })
    await waitFor(() => wasSeen(platform, 'chorus.sampling-blocked.v1'), {
      timeoutMs: 60_000,
      message: 'sampling-blocked',
    })
    await act(platform, 'cancelRun', { runId: id, reason: 'The endpoint refuses our key' })
    await waitForRun(platform, id)
  } finally {
    await endpoint.close()
  }
}

/** A run whose endpoint refuses its training file. */
async function recordFailed(platform: TestPlatform): Promise<void> {
  const endpoint = await createScriptedEndpoint({
    answer: () => 'The answer is 7.',
    faults: [{ fault: { kind: 'status', status: 400 }, routes: ['jobs'] }],
  })
  try {
    const overrides = { sampling, iterations: 1 }
    const id = await startOn(platform, endpoint.baseUrl, { name: 'failed', evaluations: [], overrides })
    await waitForRun(platform, id)
  } finally {
    await endpoint.close()
  }
}

function start(platform: TestPlatform, input: SmallRunInput): Promise<string> {
  return startSmallRun(platform, { questionsPerIteration: 20, ...input })
}

async function startOn(platform: TestPlatform, baseUrl: string, input: SmallRunInput): Promise<string> {
  const endpoint = { name: `${input.name}-host`, baseUrl, model: 'scripted' }
  const endpointId = await makeEndpoint(clientOf(platform), endpoint)
  return startSmallRun(platform, { ...input, endpointId, model: 'scripted' })
}

async function act(
  platform: TestPlatform,
  mutation: 'pauseRun' | 'resumeRun' | 'cancelRun' | 'rejectModelVersion',
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const type = mutation === 'rejectModelVersion' ? 'ModelVersionDecisionInput' : 'RunActionInput'
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { errors { message } } }`
  type Data = Record<string, { errors: { message: string }[] }>
  const { data, errors } = await platform.graphql<Data>(query, { input })
  const faults = [...(errors ?? []), ...(data?.[mutation]?.errors ?? [])]
  if (faults.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(faults)}`)
}

interface Message {
  readonly type: string
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly data: unknown
}

/** One message of every type from the bus's log: the shortest, of votes one with a winner. */
async function readMessages(platform: TestPlatform): Promise<readonly Message[]> {
  const client = new pg.Client({ connectionString: platform.databaseUrl() })
  await client.connect()
  try {
    const { rows } = await client.query<Message>(
      `select distinct on (type) type, key, headers, data
       from (select *, convert_from(value, 'UTF8')::jsonb as data from bus.messages) m
       order by type, data->>'outcome', length(value)`,
    )
    return rows
  } finally {
    await client.end()
  }
}

async function wasSeen(platform: TestPlatform, type: string): Promise<boolean> {
  return (await readMessages(platform)).some((message) => message.type === type)
}

/** Fields in the order of the schema; the database has its own. */
async function writeSamples(messages: readonly Message[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { type, key, headers, data } of messages) {
    const event = ALL_EVENTS.find((one) => one.type === type)
    if (event === undefined) continue
    const text = toJsonText({ key, headers, data: event.data.parse(data) })
    const path = new URL(`${type}.json`, folder)
    if (!existsSync(path)) await writeFile(path, text)
  }
}

const platform = await startPlatform({ postgres: 'own', env: { CHORUS_SAMPLING_LEASE_MS: '3000' } })
try {
  const parts = [recordCompleted, recordRejected, recordCancelled, recordBlocked, recordFailed]
  const seen = new Set<string>()
  for (const part of parts) {
    await part(platform)
    const messages = await readMessages(platform)
    if (!process.argv.includes('--list')) await writeSamples(messages)
    for (const { type } of messages) seen.add(type)
  }
  const missing = ALL_EVENTS.filter(({ type }) => !seen.has(type)).map(({ type }) => type)
  console.log(`${seen.size} types were seen; without a sample: ${missing.join(', ') || 'none'}.`)
} finally {
  await platform.stop()
}
