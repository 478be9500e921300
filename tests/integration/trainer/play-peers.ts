import { readFileSync } from 'node:fs'
import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createSubgraphServer } from '@chorus/common/src/graphql/create-subgraph-server.ts'
import { createHttpServer } from '@chorus/common/src/http/create-http-server.ts'
import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'
import { createSubscriber } from '@chorus/common/src/inbox/create-subscriber.ts'
import { on } from '@chorus/common/src/inbox/event-handler.ts'
import { inboxMigrationSql } from '@chorus/common/src/inbox/inbox-schema.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { createRelay } from '@chorus/common/src/outbox/create-relay.ts'
import type { OutboxEvent } from '@chorus/common/src/outbox/event-envelope.ts'
import { outboxMigrationSql } from '@chorus/common/src/outbox/outbox-schema.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import type { DataOf } from '@chorus/schema/events/define-event.ts'
import {
  evaluationRequested,
  iterationStarted,
  runCancelling,
  runPaused,
  runResumed,
  sampleSetSampled,
  samplingLeaseRenewed,
  samplingStopped,
  trainingSettled,
} from '@chorus/schema/events/index.ts'
import { evaluationScored, iterationVoted, pathsKept, questionVoted } from '@chorus/schema/events/voting.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { sha256 } from '@chorus/schema/method/canonical-json.ts'
import { hashLines, pathsHash } from '@chorus/schema/method/content-hash.ts'

const ORIGIN = { project: 'default', actor: 'peers' }

/** A dataset that the played sampler knows. */
export type PlayedDataset = {
  readonly key: string
  readonly name: string
  readonly kind: 'UNLABELLED' | 'LABELLED'
  readonly status?: 'OPEN' | 'SEALED'
  readonly questionCount: number
  /** Questions that it shares with the datasets of these keys. */
  readonly shares?: Readonly<Record<string, number>>
}

export type PlayedEndpoint = {
  readonly key: string
  readonly baseUrl: string
  readonly fineTuning: boolean
  readonly models: readonly string[]
}

/** What the played sampler and voter answer by themselves; what is held back can be sent by hand. */
export type Manners = {
  /** Answers iterations with votes. Default true. */
  votes: boolean
  /** Answers evaluations with scores. Default true. */
  scores: boolean
  /** Tells when sample sets are complete. Default true. */
  tellsSampled: boolean
  /** Answers a cancellation. Default true. */
  stops: boolean
  /** Share of right answers by iteration; default 0.4 at first, 0.8 afterwards. */
  accuracy: (iteration: number) => number
  /** How paths of a question end. */
  finishReason: 'STOP' | 'LENGTH'
}

const GOOD_MANNERS: Manners = {
  votes: true,
  scores: true,
  tellsSampled: true,
  stops: true,
  accuracy: (iteration) => (iteration === 0 ? 0.4 : 0.8),
  finishReason: 'STOP',
}

type Asked = DataOf<typeof iterationStarted>

export type PlayedPeers = {
  readonly url: string
  readonly manners: Manners
  readonly iterations: Asked[]
  readonly evaluations: Asked[]
  /** Types of the other events that came, in order. */
  readonly heard: string[]
  readonly settled: DataOf<typeof trainingSettled>[]
  readonly publish: (events: readonly OutboxEvent[]) => Promise<void>
  readonly votesOf: (asked: Asked) => OutboxEvent[]
  readonly scoreOf: (asked: Asked) => OutboxEvent[]
  readonly sampledOf: (asked: Asked) => OutboxEvent
  /** Forgets what came and is obliging again. */
  readonly clear: () => void
  readonly stop: () => Promise<void>
}

/** Plays sampler and voter: real events on the real bus, and the sampler's subgraph over HTTP. */
export async function playPeers(input: {
  readonly databaseUrl: string
  readonly bus: EventBus
  readonly datasets: readonly PlayedDataset[]
  readonly endpoints: readonly PlayedEndpoint[]
  readonly promptSetKeys: readonly string[]
}): Promise<PlayedPeers> {
  const { bus } = input
  const db = createDatabase({
    url: input.databaseUrl,
    schema: 'peers',
    log: silentLogger,
    migrations: [{ id: '0001-peers', sql: outboxMigrationSql + inboxMigrationSql }],
  })
  await db.start()
  const manners: Manners = { ...GOOD_MANNERS }
  const iterations: Asked[] = []
  const evaluations: Asked[] = []
  const heard: string[] = []
  const settled: DataOf<typeof trainingSettled>[] = []
  const votesOf = (asked: Asked) => playVotes(asked, manners.finishReason)
  const scoreOf = (asked: Asked) => [playScore(asked, manners.accuracy(asked.iteration))]
  const handlers = [
    on(iterationStarted, async ({ data, tx }) => {
      iterations.push(data)
      if (manners.votes) await appendEvents(tx, votesOf(data))
      if (manners.tellsSampled) await appendEvents(tx, [playSampled(data)])
    }),
    on(evaluationRequested, async ({ data, tx }) => {
      evaluations.push(data)
      if (manners.scores) await appendEvents(tx, scoreOf(data))
      if (manners.tellsSampled) await appendEvents(tx, [playSampled(data)])
    }),
    on(runCancelling, async ({ data, tx }) => {
      heard.push('cancelling')
      if (manners.stops) await appendEvents(tx, [eventOf(samplingStopped, { runId: data.runId }, ORIGIN)])
    }),
    on(runPaused, async () => void heard.push('paused')),
    on(runResumed, async () => void heard.push('resumed')),
    on(samplingLeaseRenewed, async () => void heard.push('lease')),
    on(trainingSettled, async ({ data }) => void settled.push(data)),
  ]
  const relay = createRelay({ db, bus, source: 'peers', log: silentLogger, pollMs: 20 })
  const subscriber = createSubscriber({ db, bus, group: 'peers', handlers, log: silentLogger })
  const http = await serveSampler(input)
  await relay.start()
  await subscriber.start()
  return {
    url: `${http.url()}/graphql`,
    manners,
    iterations,
    evaluations,
    heard,
    settled,
    publish: (events) => publish(db, events),
    votesOf,
    scoreOf,
    sampledOf: playSampled,
    clear: () => {
      Object.assign(manners, GOOD_MANNERS)
      for (const list of [iterations, evaluations, heard, settled]) list.length = 0
    },
    stop: async () => {
      await subscriber.stop()
      await relay.stop()
      await http.stop()
      await db.stop()
    },
  }
}

async function publish(db: Database, events: readonly OutboxEvent[]): Promise<void> {
  await db.transaction((tx) => appendEvents(tx, events))
}

type PlayedQuestion = {
  readonly questionId: string
  readonly questionHash: string
  readonly position: number
  readonly text: string
}

function questionsOf(asked: Asked): PlayedQuestion[] {
  const { datasetId, firstQuestion, questionCount } = asked.sampleSet
  return Array.from({ length: questionCount }, (_, i) => {
    const position = firstQuestion + i
    const questionHash = sha256(`${asked.sampleSet.purpose}-${position}`)
    return {
      questionId: uuidv5(datasetId, [questionHash]),
      questionHash,
      position,
      text: `What is ${position} plus 1?`,
    }
  })
}

/** Votes of which every fifth question has no consensus, each with 3 of 4 paths kept. */
function playVotes(asked: Asked, finishReason: 'STOP' | 'LENGTH'): OutboxEvent[] {
  const { runId, iterationId, iteration } = asked
  const { sampleSetId } = asked.sampleSet
  const base = { runId, iterationId, sampleSetId }
  const lines: string[] = []
  let keptPathCount = 0
  const events = questionsOf(asked).flatMap((question) => {
    const isConsensus = question.position % 5 !== 4
    const voteId = uuidv5(sampleSetId, ['vote', question.questionId, 1])
    lines.push(`${voteId}:1`)
    const answer = String(question.position + 1)
    const text = `${question.position} and 1 is ${answer}. The answer is ${answer}.`
    const kept = isConsensus ? [0, 1, 3] : []
    keptPathCount += kept.length
    const vote = {
      ...base,
      iteration,
      questionId: question.questionId,
      questionHash: question.questionHash,
      position: question.position,
      voteId,
      voteVersion: 1,
      outcome: isConsensus ? ('CONSENSUS' as const) : ('NO_CONSENSUS' as const),
      decidedBy: 'SELF' as const,
      winner: isConsensus ? answer : null,
      winnerCount: isConsensus ? 3 : 2,
      pathCount: 4,
      unparsableCount: 0,
      agreement: isConsensus ? 0.75 : 0.5,
      keptCount: kept.length,
    }
    const keptEvent = eventOf(
      pathsKept,
      {
        ...base,
        voteId,
        voteVersion: 1,
        question: { ...question, answerType: 'NUMBER' as const, choices: [] },
        answerText: answer,
        paths: kept.map((index) => ({
          pathId: uuidv5(sampleSetId, [question.questionId, index]),
          index,
          text: `${text}${' '.repeat(index)}`,
          answerEndsAt: text.length,
          finishReason,
          hasConflictingAnswers: false,
        })),
      },
      ORIGIN,
    )
    return [eventOf(questionVoted, vote, ORIGIN), ...(isConsensus ? [keptEvent] : [])]
  })
  const announced = {
    ...base,
    voteCount: lines.length,
    keptPathCount,
    voteIdsHash: hashLines(lines),
  }
  return [...events, eventOf(iterationVoted, announced, ORIGIN)]
}

function playScore(asked: Asked, accuracy: number): OutboxEvent {
  const n = asked.sampleSet.questionCount
  const correct = Math.round(n * accuracy)
  return eventOf(
    evaluationScored,
    {
      runId: asked.runId,
      iterationId: asked.iterationId,
      evaluationId: asked.sampleSet.evaluationId ?? '',
      sampleSetId: asked.sampleSet.sampleSetId,
      n,
      correct,
      ties: 0,
      unparsable: 0,
      meanAgreement: asked.sampleSet.method === 'SELF_CONSISTENCY' ? 0.7 : null,
      outcomes: 'C'.repeat(correct) + 'W'.repeat(n - correct),
    },
    ORIGIN,
  )
}

function playSampled(asked: Asked): OutboxEvent {
  const { sampleSetId, questionCount, sampling, key } = asked.sampleSet
  return eventOf(
    sampleSetSampled,
    {
      runId: asked.runId,
      sampleSetId,
      pathCount: questionCount * sampling.samplesPerQuestion,
      shortfall: 0,
      shortfallReasons: [],
      pathsHash: pathsHash([{ questionHash: key, index: 0, text: key }]),
    },
    ORIGIN,
  )
}

async function serveSampler(input: {
  readonly datasets: readonly PlayedDataset[]
  readonly endpoints: readonly PlayedEndpoint[]
  readonly promptSetKeys: readonly string[]
}) {
  const subgraph = createSubgraphServer({
    typeDefs: readFileSync(new URL('../../../schema/graphql/sampler.graphql', import.meta.url), 'utf8'),
    resolvers: samplerResolvers(input),
    createLoaders: () => ({}),
    localDefaults: { actor: { id: 'local', name: 'local', roles: [] }, project: 'default' },
    log: silentLogger,
  })
  const http = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: subgraph.routes,
    upgrades: subgraph.upgrades,
    log: silentLogger,
  })
  await subgraph.start()
  await http.start()
  return http
}

function samplerResolvers(input: Parameters<typeof serveSampler>[0]): object {
  const find = (id: string) => input.datasets.find(({ key }) => toGlobalId('Dataset', key) === id)
  const show = (dataset: PlayedDataset | undefined) =>
    dataset && {
      ...dataset,
      id: toGlobalId('Dataset', dataset.key),
      version: 1,
      status: dataset.status ?? 'SEALED',
      contentHash: dataset.status === 'OPEN' ? null : sha256(dataset.name),
      overlaps: ({ with: others }: { with: string[] }) =>
        others.map((id) => ({
          dataset: { id },
          sharedQuestions: dataset.shares?.[find(id)?.key ?? ''] ?? find(id)?.shares?.[dataset.key] ?? 0,
          examples: ['What is 2 plus 1?'],
        })),
    }
  return {
    Query: {
      dataset: (_: unknown, { id }: { id: string }) => show(find(id)),
      endpoint: (_: unknown, { id }: { id: string }) => {
        const endpoint = input.endpoints.find(({ key }) => toGlobalId('Endpoint', key) === id)
        return endpoint && showEndpoint(endpoint)
      },
      promptSet: (_: unknown, { id }: { id: string }) => {
        const at = input.promptSetKeys.findIndex((key) => toGlobalId('PromptSet', key) === id)
        return at < 0 ? null : showPromptSet(id, at)
      },
    },
    Node: { __resolveType: () => 'Dataset' },
  }
}

function showEndpoint(endpoint: PlayedEndpoint) {
  return {
    id: toGlobalId('Endpoint', endpoint.key),
    name: 'played',
    version: 3,
    baseUrl: endpoint.baseUrl,
    keyVariable: null,
    protocol: 'CHAT',
    models: endpoint.models.map((name) => ({
      name,
      promptUsdPerMillionTokens: '0',
      completionUsdPerMillionTokens: '0',
      trainingUsdPerMillionTokens: '2.5',
    })),
    limits: { maxConcurrentRequests: 8, maxChoicesPerRequest: 1, requestTimeoutMs: 1_000 },
    capabilities: { seeded: true, fineTuning: endpoint.fineTuning },
    archivedAt: null,
  }
}

/** The first prompt set's answer marker is the usual one, every other has its own. */
function showPromptSet(id: string, at: number) {
  return {
    id,
    name: 'played',
    systemPrompt: null,
    exemplars: [{ question: 'What is 1 plus 1?', reasoning: '1 and 1 is 2.', answer: '2' }],
    questionTemplate: 'Q: {question}\nA:',
    stepByStepTrigger: " Let's think step by step.",
    answerMarker: at === 0 ? 'The answer is' : `Answer ${at}:`,
    stop: ['\n\n'],
    contentHash: sha256(`prompt set ${at}`),
  }
}
