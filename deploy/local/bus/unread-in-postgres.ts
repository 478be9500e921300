import pg from 'pg'
import { groupTopics } from './group-topics.ts'
import type { Unread } from './unread-events.ts'

/** Opens the database for a few questions. */
export async function withClient<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Events in the services' outboxes, which no bus has yet. */
export async function unreadInOutboxes(client: pg.Client): Promise<Unread[]> {
  const services = Object.keys(groupTopics)
  const { rows: outboxes } = await client.query<{ schema: string }>(
    `select s as schema from unnest($1::text[]) s where to_regclass(s || '.outbox') is not null`,
    [services],
  )
  const unread: Unread[] = []
  for (const { schema } of outboxes) {
    const { rows } = await client.query<{ events: number }>(
      `select count(*)::int as events from ${client.escapeIdentifier(schema)}.outbox`,
    )
    unread.push({ events: rows[0]?.events ?? 0, place: `in the outbox of ${schema}` })
  }
  return unread.filter(({ events }) => events > 0)
}

/** Events of the log in Postgres that a service has not handled. */
export async function unreadInLog(client: pg.Client): Promise<Unread[]> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    `select to_regclass('bus.assignments') is not null as exists`,
  )
  if (tables[0]?.exists !== true) return []
  const reads = Object.entries(groupTopics).flatMap(([group, topics]) =>
    topics.map((topic) => ({ group, topic })),
  )
  const { rows } = await client.query<{ group: string; topic: string; events: number }>(
    `select r."group", r.topic, sum(p.last_offset - coalesce(a.committed, 0))::int as events
     from jsonb_to_recordset($1::jsonb) as r ("group" text, topic text)
     join bus.partitions p on p.topic = r.topic
     left join bus.assignments a
       on a.group_name = r."group" and a.topic = p.topic and a.partition = p.partition
     group by 1, 2 having sum(p.last_offset - coalesce(a.committed, 0)) > 0 order by 1, 2`,
    [JSON.stringify(reads)],
  )
  return rows.map(({ group, topic, events }) => ({ events, place: `for ${group} on ${topic}` }))
}
