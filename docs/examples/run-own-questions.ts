/**
 * Your own questions, your own OpenAI-compatible endpoint: a client of the graph in one file, with nothing but `fetch`.
 *
 *   npm exec -- node docs/examples/run-own-questions.ts --endpoint https://api.example.com/v1 --model small-1 \
 *     --key-variable CHORUS_ENDPOINT_KEY_EXAMPLE --learn questions.jsonl --test labelled.jsonl [--train]
 *
 * Rows: {"text": "…", "answerType": "NUMBER" | "BOOLEAN" | "CHOICE" | "TEXT", "choices": […], "goldAnswer": "…"}; a gold answer
 * in --test only. Without --train the run samples, votes and measures; leave out --learn to measure alone.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    graph: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
    endpoint: { type: 'string' },
    model: { type: 'string' },
    'key-variable': { type: 'string' },
    learn: { type: 'string' },
    test: { type: 'string' },
    paths: { type: 'string', default: '16' },
    train: { type: 'boolean', default: false },
  },
})

type Problem = { readonly code: string; readonly path: readonly string[]; readonly message: string }
type Payload<Thing extends string> = { readonly [name in Thing]: { readonly id: string } | null } & {
  readonly errors: readonly Problem[]
}

async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(options.graph, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const answer = (await response.json()) as { data?: Data; errors?: readonly { message: string }[] }
  if (!answer.data || answer.errors) throw new Error(answer.errors?.map((error) => error.message).join('\n'))
  return answer.data
}

/** Sends a mutation under a key made of its input, so that the same call again makes nothing twice. */
async function make<Thing extends string>(mutation: string, thing: Thing, input: object): Promise<string> {
  const idempotencyKey = createHash('sha256')
    .update(JSON.stringify([mutation, input]))
    .digest('hex')
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`
  const query = `mutation ($input: ${type}) { payload: ${mutation}(input: $input) { ${thing} { id } errors { code path message } } }`
  const withKey = mutation === 'sealDataset' ? input : { ...input, idempotencyKey }
  const { payload } = await ask<{ payload: Payload<Thing> }>(query, { input: withKey })
  const made = payload[thing]
  if (!made) throw new Error(payload.errors.map((e) => `${e.path.join('.')}: ${e.message}`).join('\n'))
  return made.id
}

async function upload(file: string, kind: 'LABELLED' | 'UNLABELLED'): Promise<string> {
  const rows: unknown[] = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
  const content = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 12)
  const datasetId = await make('createDataset', 'dataset', { name: `${file} ${content}`, kind })
  for (let from = 0; from < rows.length; from += 500) {
    await make('appendQuestions', 'dataset', { datasetId, questions: rows.slice(from, from + 500) })
  }
  return make('sealDataset', 'dataset', { datasetId })
}

async function follow(id: string): Promise<void> {
  type State = { run: { status: string; statusReason: string; progress: object; spend: object } }
  const query =
    'query ($id: ID!) { run(id: $id) { status statusReason progress { stage pathsSampled questionsVoted meanAgreement evaluationsScored evaluationsPlanned } spend { promptTokens completionTokens costUsd } } }'
  for (let last = ''; ; await new Promise((resolve) => setTimeout(resolve, 1_000))) {
    const { run } = await ask<State>(query, { id })
    const line = JSON.stringify(run)
    if (line !== last) console.log(line)
    last = line
    if (['COMPLETED', 'FAILED', 'CANCELLED', 'PAUSED'].includes(run.status)) return
  }
}

if (!options.endpoint || !options.model) throw new Error('Expected --endpoint URL and --model NAME.')
const endpointId = await make('createEndpoint', 'endpoint', {
  name: `${options.endpoint} ${options.model}`,
  baseUrl: options.endpoint,
  keyVariable: options['key-variable'] ?? null,
  models: [{ name: options.model }],
  fineTuning: options.train,
})
const promptSetId = await make('createPromptSet', 'promptSet', {
  name: 'step by step',
  systemPrompt: 'Solve the problem step by step. End with “The answer is” and the answer.',
  exemplars: [{ question: 'What is 2 + 3 + 4?', reasoning: '2 + 3 = 5. 5 + 4 = 9.', answer: '9' }],
})
const runId = await make('createRun', 'run', {
  name: `${options.model} on ${options.learn ?? options.test}`,
  endpointId,
  model: options.model,
  promptSetId,
  learning: options.learn ? { datasetId: await upload(options.learn, 'UNLABELLED') } : null,
  sampling: { samplesPerQuestion: Number(options.paths) },
  training: options.train ? { preset: 'PAPER' } : null,
  evaluations: options.test ? [{ datasetId: await upload(options.test, 'LABELLED'), use: 'REPORT' }] : [],
})
await follow(runId)
const table = await ask<object>(
  `query ($id: ID!) { run(id: $id) { id contentHash
    iterations { number votesSummary { consensus noConsensus unparsable meanAgreement } }
    currentModelVersion { name evaluations { dataset { name } method n accuracy interval { lower upper } ties } } } }`,
  { id: runId },
)
console.log(JSON.stringify(table, null, 2))
