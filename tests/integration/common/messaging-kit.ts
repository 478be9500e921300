import type { EventBus } from '@chorus/common/src/bus/event-bus.ts'
import { createPostgresBus } from '@chorus/common/src/bus/postgres-log/create-postgres-bus.ts'
import { inboxMigrationSql } from '@chorus/common/src/inbox/inbox-schema.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import type { EventDefinition } from '@chorus/common/src/outbox/event-envelope.ts'
import { outboxMigrationSql } from '@chorus/common/src/outbox/outbox-schema.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { z } from 'zod'

/** A thing's counter went up: the event of these tests. */
export const countedEvent: EventDefinition<{ thing: string; number: number }> = {
  type: 'test.counted.v1',
  topic: 'test.counted',
  data: z.object({ thing: z.string(), number: z.number() }),
  key: (data) => data.thing,
}

export const origin = { project: 'default', actor: 'local', traceparent: '00-a-b-01' }

/** A started database with outbox, inbox and a table of effects. */
export async function openServiceDatabase(url: string, schema: string): Promise<Database> {
  const effects = `create table {schema}.effects (thing text, number integer, n bigint generated always as identity);
    create table {schema}.counters (thing text primary key, number integer not null);`
  const db = createDatabase({
    url,
    schema,
    migrations: [{ id: '0001-begin', sql: outboxMigrationSql + inboxMigrationSql + effects }],
    log: silentLogger,
  })
  await db.start()
  return db
}

/** A started bus with the topic of countedEvent. */
export async function openTestBus(url: string): Promise<EventBus> {
  const bus = createPostgresBus({ url, leaseMs: 1_500, log: silentLogger })
  await bus.start()
  await bus.ensureTopics([{ name: countedEvent.topic, partitions: 4, retentionMs: 3_600_000 }])
  return bus
}
