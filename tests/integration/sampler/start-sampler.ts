import type { IncomingEvent } from '@chorus/common/src/bus/event-bus.ts'
import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { toCloudEvent } from '@chorus/common/src/outbox/cloud-event.ts'
import { parseSamplerConfig, type SamplerConfig } from '@chorus/sampler/src/config.ts'
import { createSampler, type SamplerService } from '@chorus/sampler/src/service.ts'
import type { EventDefinition } from '@chorus/schema/events/define-event.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'

export type GraphAnswer = {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

/** A sampler on a database of its own, with all that it published. */
export type TestSampler = {
  readonly database: TestDatabase
  /** Where it answers. */
  url(): string
  /** Publishes an event as the trainer does; the same id twice is a double. */
  send<Data>(definition: EventDefinition<Data>, data: Data, id?: string): Promise<void>
  /** The data of all events of a type that came so far, in the order of their coming. */
  received<Data>(definition: EventDefinition<Data>): readonly Data[]
  /** Everything that was published, byte for byte. */
  receivedTexts(): readonly string[]
  ask(query: string, variables?: object, project?: string): Promise<GraphAnswer>
  /** Starts a further sampler on the same database. */
  addSampler(): Promise<SamplerService>
  /** Stops the sampler and starts another on the same database. */
  restart(): Promise<void>
  /** Stops the sampler, but nothing else. */
  stopService(): Promise<void>
  startService(): Promise<void>
  stop(): Promise<void>
}

/** Starts a sampler on a database of its own. */
export async function startSampler(): Promise<TestSampler> {
  const database = await createTestDatabase()
  const bus = createPostgresBus({ url: database.url, log: silentLogger, applicationName: 'chorus-test' })
  const create = async () => {
    const sampler = createSampler(configOf(database.url), { log: silentLogger })
    await sampler.start()
    return sampler
  }
  let sampler = await create()
  const others: SamplerService[] = []
  await bus.start()
  const events = new Map<string, IncomingEvent>()
  const collector = bus.consume({
    group: 'test',
    topics: [TOPICS.paths, TOPICS.evaluationPaths, TOPICS.control],
    handler: async (batch) => {
      for (const event of batch) events.set(event.id, event)
    },
  })
  await collector.start()
  return {
    database,
    url: () => sampler.url(),
    send: (definition, data, id) => bus.publisher().publish([toOutgoing(definition, data, id)]),
    received: <Data>(definition: EventDefinition<Data>) =>
      [...events.values()]
        .filter((event) => event.type === definition.type)
        .map((event) => definition.data.parse(JSON.parse(event.value.toString()))),
    receivedTexts: () => Array.from(events.values(), (event) => event.value.toString()),
    ask: (query, variables = {}, project = 'default') => ask(sampler.url(), { query, variables }, project),
    addSampler: async () => {
      const other = await create()
      others.push(other)
      return other
    },
    restart: async () => {
      await sampler.stop()
      sampler = await create()
    },
    stopService: () => sampler.stop(),
    startService: async () => {
      sampler = await create()
    },
    stop: async () => {
      await Promise.all([sampler, ...others].map((service) => service.stop()))
      await bus.close()
      await database.drop()
    },
  }
}

function configOf(databaseUrl: string): SamplerConfig {
  return parseSamplerConfig({
    CHORUS_SAMPLER_PORT: '0',
    CHORUS_DATABASE_URL: databaseUrl,
    CHORUS_DATABASE_POOL_SIZE: '8',
    CHORUS_LOG_LEVEL: 'silent',
  })
}

function toOutgoing<Data>(definition: EventDefinition<Data>, data: Data, eventId?: string) {
  const event = eventOf(definition, data, { project: 'default', actor: 'local' }, eventId)
  const { id, topic, key, type, payload, project, actor } = event
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
  return toCloudEvent({ ...row, payload: JSON.stringify(payload), time: new Date() }, 'trainer')
}

async function ask(url: string, body: object, project: string): Promise<GraphAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'chorus-project': project, 'chorus-actor': 'local' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as GraphAnswer
}
