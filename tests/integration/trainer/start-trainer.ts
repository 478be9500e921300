import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { createLogger, silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { parseTrainerConfig } from '@chorus/trainer/src/config.ts'
import { createTrainer, type TrainerService } from '@chorus/trainer/src/service.ts'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'
import { createScriptedEndpoint, type ScriptedEndpoint } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { type PlayedDataset, type PlayedPeers, playPeers } from './play-peers.ts'

export const KEYS = {
  learning: '0190c2a0-0000-7000-8000-000000000001',
  gate: '0190c2a0-0000-7000-8000-000000000002',
  report: '0190c2a0-0000-7000-8000-000000000003',
  open: '0190c2a0-0000-7000-8000-000000000004',
  sharing: '0190c2a0-0000-7000-8000-000000000005',
  endpoint: '0190c2a0-0000-7000-8000-000000000011',
  untrainable: '0190c2a0-0000-7000-8000-000000000012',
  promptSet: '0190c2a0-0000-7000-8000-000000000021',
  otherPromptSet: '0190c2a0-0000-7000-8000-000000000022',
} as const

const datasets: readonly PlayedDataset[] = [
  { key: KEYS.learning, name: 'sums', kind: 'UNLABELLED', questionCount: 20 },
  { key: KEYS.gate, name: 'gate sums', kind: 'LABELLED', questionCount: 100 },
  { key: KEYS.report, name: 'report sums', kind: 'LABELLED', questionCount: 50 },
  { key: KEYS.open, name: 'open sums', kind: 'LABELLED', status: 'OPEN', questionCount: 5 },
  {
    key: KEYS.sharing,
    name: 'sharing sums',
    kind: 'LABELLED',
    questionCount: 30,
    shares: { [KEYS.learning]: 4, [KEYS.gate]: 7 },
  },
]

type Answer = {
  /** Empty when there is none. */
  readonly data: Record<string, unknown>
  readonly errors?: readonly { message: string }[]
}

/** A trainer on a database of its own, with a scripted endpoint and played peers. */
export type Stage = {
  readonly database: TestDatabase
  readonly peers: PlayedPeers
  readonly endpoint: ScriptedEndpoint
  readonly url: () => string
  readonly ask: (query: string, variables?: object) => Promise<Answer>
  /** Ends the trainer and starts another on the same database. */
  readonly restart: () => Promise<void>
  readonly stopTrainer: () => Promise<void>
  readonly startTrainer: () => Promise<void>
  readonly createRun: (over?: object) => Promise<{ runId: string; errors: RunError[] }>
  readonly runRow: (runId: string) => Promise<Record<string, unknown>>
  readonly waitForStatus: (runId: string, status: string) => Promise<Record<string, unknown>>
  readonly log: (runId: string) => Promise<{ sequence: number; type: string; message: string }[]>
  /** Forgets what peers and endpoint saw, and gives the peers their manners back. */
  readonly clear: () => void
  readonly close: () => Promise<void>
}

export type RunError = { readonly code: string; readonly path: readonly string[]; readonly message: string }

export const CREATE_RUN = `mutation ($input: CreateRunInput!) {
  createRun(input: $input) { run { id status config { seed hash } } errors { code path message } } }`

/** A request for two iterations of ten questions with training, a gate and a report. */
export function runInput(over: object = {}): Record<string, unknown> {
  return {
    name: 'a run',
    seed: 7,
    iterations: 2,
    endpointId: toGlobalId('Endpoint', KEYS.endpoint),
    model: 'scripted',
    promptSetId: toGlobalId('PromptSet', KEYS.promptSet),
    learning: { datasetId: toGlobalId('Dataset', KEYS.learning), questionsPerIteration: 10 },
    sampling: { samplesPerQuestion: 4, maxTokens: 64 },
    training: { preset: 'GENTLE' },
    evaluations: [
      { datasetId: toGlobalId('Dataset', KEYS.gate), use: 'GATE' },
      {
        datasetId: toGlobalId('Dataset', KEYS.report),
        use: 'REPORT',
        methods: ['DIRECT', 'SELF_CONSISTENCY'],
      },
    ],
    idempotencyKey: crypto.randomUUID(),
    ...over,
  }
}

/** Sets the stage. */
export async function setStage(
  options: { readonly jobDurationMs?: number; readonly samplerUrl?: string } = {},
): Promise<Stage> {
  const database = await createTestDatabase()
  const endpoint = await createScriptedEndpoint({ jobDurationMs: options.jobDurationMs ?? 50 })
  const bus = createPostgresBus({ url: database.url, log: silentLogger, pollMs: 20 })
  await bus.start()
  const models = ['scripted']
  await bus.ensureTopics(
    Object.values(TOPICS).map((name) => ({ name, partitions: 4, retentionMs: 3_600_000 })),
  )
  const peers = await playPeers({
    databaseUrl: database.url,
    bus,
    datasets,
    endpoints: [
      { key: KEYS.endpoint, baseUrl: endpoint.baseUrl, fineTuning: true, models },
      { key: KEYS.untrainable, baseUrl: endpoint.baseUrl, fineTuning: false, models },
    ],
    promptSetKeys: [KEYS.promptSet, KEYS.otherPromptSet],
  })
  const make = () => openTrainer(database.url, options.samplerUrl ?? peers.url)
  let trainer = make()
  await trainer.start()
  const ask = async (query: string, variables: object = {}) => {
    const response = await fetch(`${trainer.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const answer = (await response.json()) as Partial<Answer>
    return { ...answer, data: answer.data ?? {} } as Answer
  }
  const runRow = async (runId: string) => {
    const rows = await database.query('select * from trainer.runs where id = $1', [runId])
    return rows[0] ?? {}
  }
  return {
    database,
    peers,
    endpoint,
    ask,
    url: () => trainer.url(),
    restart: async () => {
      await trainer.stop()
      trainer = make()
      await trainer.start()
    },
    stopTrainer: () => trainer.stop(),
    startTrainer: async () => {
      trainer = make()
      await trainer.start()
    },
    createRun: async (over = {}) => {
      const answer = await ask(CREATE_RUN, { input: runInput(over) })
      const payload = answer.data.createRun as { run: { id: string } | null; errors: RunError[] } | undefined
      if (!payload) throw new Error(JSON.stringify(answer.errors))
      return { runId: payload.run?.id.replace('run_', '') ?? '', errors: payload.errors }
    },
    runRow,
    waitForStatus: async (runId, status) => {
      const found = await waitFor(
        async () => {
          const row = await runRow(runId)
          return row.status === status || isOver(row.status) ? row : null
        },
        { timeoutMs: 30_000, message: `run ${runId} to be ${status}` },
      )
      if (found.status === status) return found
      throw new Error(`Waited for ${status}, found ${found.status}: ${found.status_reason}`)
    },
    log: async (runId) =>
      database.query('select * from trainer.run_events where run_id = $1 order by sequence', [runId]),
    clear: () => {
      peers.clear()
      endpoint.setFaults([])
    },
    close: async () => {
      await trainer.stop()
      await peers.stop()
      await bus.close()
      await endpoint.close()
      await database.drop()
    },
  }
}

function isOver(status: unknown): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED'
}

function openTrainer(databaseUrl: string, samplerUrl: string): TrainerService {
  const config = parseTrainerConfig({
    CHORUS_DATABASE_URL: databaseUrl,
    CHORUS_SAMPLER_URL: samplerUrl,
    CHORUS_TRAINER_PORT: '0',
    CHORUS_SAMPLING_LEASE_MS: '3000',
  })
  const isLoud = process.env.CHORUS_TEST_LOUD === 'true'
  return createTrainer(config, {
    log: isLoud ? createLogger({ service: 'trainer', level: 'info' }) : silentLogger,
  })
}
