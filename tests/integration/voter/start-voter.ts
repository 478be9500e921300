import type { IncomingEvent } from '@chorus/common/src/bus/event-bus.ts'
import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { toCloudEvent } from '@chorus/common/src/outbox/cloud-event.ts'
import type { EventDefinition } from '@chorus/schema/events/define-event.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import { parseVoterConfig } from '@chorus/voter/src/config.ts'
import { createVoter, type VoterService } from '@chorus/voter/src/service.ts'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'

/** An event to publish: the id makes doubles. */
export type TestEvent = {
  readonly definition: EventDefinition
  readonly data: unknown
  readonly id?: string
  readonly project?: string
}

/** A voter on a database of its own, with all that it published. */
export type TestVoter = {
  readonly database: TestDatabase
  readonly voter: VoterService
  /** Publishes events as the sampler does. */
  send(...events: readonly TestEvent[]): Promise<void>
  /** The data of all events of a type that came so far, without doubles, in the order of their coming. */
  received<Data>(definition: EventDefinition<Data>): readonly Data[]
  /** Everything that was published, byte for byte. */
  receivedTexts(): readonly string[]
  /** A GraphQL answer of the voter's subgraph. */
  ask(query: string, variables: object, project?: string): Promise<GraphqlAnswer>
  /** Starts a second process's worth of voter on the same database; the caller stops it. */
  startAnother(): Promise<VoterService>
  /** Stops the voter and starts another on the same database. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export type GraphqlAnswer = {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

/** Starts a voter; `samplerUrl` is where it reads large texts. */
export async function startVoter(options: { readonly samplerUrl?: string } = {}): Promise<TestVoter> {
  const database = await createTestDatabase()
  const bus = createPostgresBus({ url: database.url, log: silentLogger, applicationName: 'chorus-test' })
  const create = () =>
    createVoter(
      parseVoterConfig({
        CHORUS_VOTER_PORT: '0',
        CHORUS_DATABASE_URL: database.url,
        CHORUS_DATABASE_POOL_SIZE: '6',
        CHORUS_LOG_LEVEL: 'silent',
        CHORUS_SAMPLER_URL: options.samplerUrl,
      }),
      { log: silentLogger },
    )
  let voter = create()
  await voter.start()
  await bus.start()
  const events = new Map<string, IncomingEvent>()
  const collector = bus.consume({
    group: 'test',
    topics: [TOPICS.votes, TOPICS.keptPaths, TOPICS.control],
    handler: async (batch) => {
      for (const event of batch) events.set(event.id, event)
    },
  })
  await collector.start()
  return {
    database,
    get voter() {
      return voter
    },
    send: (...sent) => bus.publisher().publish(sent.map(toOutgoing)),
    received: <Data>(definition: EventDefinition<Data>) =>
      [...events.values()]
        .filter((event) => event.type === definition.type)
        .map((event) => definition.data.parse(JSON.parse(event.value.toString()))),
    receivedTexts: () =>
      Array.from(events.values(), (event) => `${event.type} ${event.key} ${event.value.toString()}`),
    ask: (query, variables, project = 'default') => ask(voter.url(), { query, variables }, project),
    startAnother: async () => {
      const another = create()
      await another.start()
      return another
    },
    restart: async () => {
      await voter.stop()
      voter = create()
      await voter.start()
    },
    stop: async () => {
      await voter.stop()
      await bus.close()
      await database.drop()
    },
  }
}

function toOutgoing(event: TestEvent) {
  const origin = { project: event.project ?? 'default', actor: 'local' }
  const { id, topic, key, type, payload, project, actor } = eventOf(
    event.definition,
    event.data,
    origin,
    event.id,
  )
  const row = {
    seq: '0',
    id,
    aggregatetype: topic,
    aggregateid: key,
    type,
    project,
    actor,
    traceparent: null,
  }
  return toCloudEvent({ ...row, payload: JSON.stringify(payload), time: new Date() }, 'sampler')
}

async function ask(url: string, body: object, project: string): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'chorus-project': project, 'chorus-actor': 'local' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as GraphqlAnswer
}

/** Makes an event to publish. */
export function testEvent<Data>(
  definition: EventDefinition<Data>,
  data: Data,
  more: Pick<TestEvent, 'id' | 'project'> = {},
): TestEvent {
  return { definition: definition as EventDefinition, data, ...more }
}
