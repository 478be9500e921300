import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { TOPICS } from '@chorus/schema/events/topics.ts'
import { iterationVoted } from '@chorus/schema/events/voting.ts'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { scrape } from '../../testkit/scrape.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { makeSampleSet, sampledEvent } from './sampled-question.ts'
import { startVoter, type TestVoter } from './start-voter.ts'

let voter: TestVoter
beforeEach(async () => {
  voter = await startVoter()
})
afterEach(() => voter.stop())

const sampledType = 'chorus.paths-sampled.v1'
const read = () => scrape(voter.voter.url())

/** Five questions of one sample set. */
const fiveEvents = () => {
  const sampleSet = makeSampleSet({ questionCount: 5 })
  return Array.from({ length: 5 }, (_, position) =>
    sampledEvent({ sampleSet, position, answers: ['1', '1', '2'] }, { id: uuidv7() }),
  )
}

test('events are told from their waiting to their effect: lag, open transaction, handler, redelivery', async () => {
  const blocker = new pg.Client({ connectionString: voter.database.url })
  await blocker.connect()
  await blocker.query('begin; lock table voter.inbox; create table blocks (); ')
  const events = fiveEvents()
  await voter.send(...events)
  const lag = { group: 'voter', topic: TOPICS.paths }
  const waiting = await read()
  expect(waiting.value('chorus_consumer_lag_events', lag)).toBe(5)
  expect(waiting.value('chorus_events_handled_total')).toBeUndefined()
  expect(waiting.value('chorus_postgres_oldest_write_transaction_seconds')).toBeGreaterThan(0)

  await blocker.query('rollback')
  await blocker.end()
  await waitFor(async () => (await read()).value('chorus_consumer_lag_events', lag) === 0)
  const done = await read()
  expect(done.value('chorus_events_handled_total', { type: sampledType })).toBe(5)
  const calls = done.value('chorus_event_handler_seconds_count', { type: sampledType })
  expect(calls).toBeGreaterThan(0)
  expect(calls).toBeLessThanOrEqual(5)
  expect(done.value('chorus_event_redeliveries_total')).toBeUndefined()

  await voter.send(...events.slice(0, 2))
  await waitFor(
    async () => (await read()).value('chorus_event_redeliveries_total', { type: sampledType }) === 2,
  )
  expect((await read()).value('chorus_events_handled_total', { type: sampledType })).toBe(5)
})

test('the outbox is told with its depth and age while no relay of ours may publish', async () => {
  await voter.database.query(
    `update voter.leaders set owner = gen_random_uuid(), expires_at = now() + interval '1 hour'`,
  )
  await voter.restart()
  expect((await read()).value('chorus_outbox_rows')).toBe(0)
  await voter.send(...fiveEvents())
  const rows = await waitFor(async () => {
    const [found] = await voter.database.query<{ count: number }>(
      'select count(*)::int as count from voter.outbox having count(*) filter (where type = $1) = 1',
      [iterationVoted.type],
    )
    return found?.count
  })
  await voter.database.query(`update voter.outbox set time = time - interval '1 hour'`)
  await waitFor(async () => Number((await read()).value('chorus_outbox_oldest_row_seconds')) > 3_600)
  expect((await read()).value('chorus_outbox_rows')).toBe(rows)
})

test('dead letters are told by their topic', async () => {
  expect((await read()).value('chorus_dead_letters')).toBeUndefined()
  const bus = createPostgresBus({ url: voter.database.url, log: silentLogger })
  await bus.start()
  await bus
    .publisher()
    .publish([
      { topic: TOPICS.paths, key: 'k', id: 'e', type: sampledType, headers: {}, value: Buffer.from('{') },
    ])
  await bus.close()
  await waitFor(async () => (await read()).value('chorus_dead_letters', { topic: TOPICS.paths }) === 1)
})

test('a scrape answers while Postgres is away, without the figures of its tables', async () => {
  expect((await read()).value('chorus_outbox_rows')).toBe(0)
  const name = new URL(voter.database.url).pathname.slice(1)
  const server = new pg.Client({ connectionString: inject('postgresUrl') })
  await server.connect()
  await server.query(`alter database ${name} with allow_connections false`)
  await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  try {
    const away = await waitFor(async () => {
      const found = await read()
      return found.value('chorus_outbox_rows') === undefined ? found : undefined
    })
    expect(away.value('chorus_scrape_errors_total', { collector: 'outbox' })).toBeGreaterThan(0)
    expect(away.value('process_resident_memory_bytes')).toBeGreaterThan(0)
  } finally {
    await server.query(`alter database ${name} with allow_connections true`)
    await server.end()
  }
  await waitFor(async () => (await read()).value('chorus_outbox_rows') === 0)
})
