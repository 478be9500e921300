import pg from 'pg'
import { ChorusError, problem } from '../errors/chorus-error.ts'
import type { Migration } from './migration.ts'
import { assertSchemaName } from './schema-name.ts'

/**
 * Brings a schema to the newest migration that this code knows. Makes the schema when it is missing. Several processes may do
 * it at once: an advisory lock lets one through at a time. Forward only.
 * @throws {ChorusError} SCHEMA_TOO_NEW when the database says that code as old as this must no longer run.
 */
export async function migrate(input: {
  readonly url: string
  readonly schema: string
  readonly migrations: readonly Migration[]
}): Promise<void> {
  assertSchemaName(input.schema)
  assertAscending(input.migrations)
  const client = new pg.Client({
    connectionString: input.url,
    application_name: `chorus-${input.schema}-migrate`,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('chorus-migrations'), hashtext($1))`, [input.schema])
    await applyMissing(client, input.schema, input.migrations)
  } finally {
    // Ending the session gives the lock back.
    await client.end()
  }
}

async function applyMissing(
  client: pg.Client,
  schema: string,
  migrations: readonly Migration[],
): Promise<void> {
  await client.query(`create schema if not exists ${schema}`)
  await client.query(`create table if not exists ${schema}.migrations (
    id text primary key, oldest_code text, applied_at timestamptz not null default clock_timestamp())`)
  const applied = await client.query<{ id: string; oldest_code: string | null }>(
    `select id, oldest_code from ${schema}.migrations`,
  )
  assertNotTooOld(schema, migrations, applied.rows)
  const done = new Set(applied.rows.map((row) => row.id))
  for (const migration of migrations) {
    if (!done.has(migration.id)) await applyOne(client, schema, migration)
  }
}

async function applyOne(client: pg.Client, schema: string, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`insert into ${schema}.migrations (id, oldest_code) values ($1, $2)`, [
      migration.id,
      migration.oldestCode ?? null,
    ])
    await client.query(migration.sql.replaceAll('{schema}', schema))
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new ChorusError({
      code: 'INTERNAL',
      message: `Migration ${migration.id} of schema ${schema} failed: ${error instanceof Error ? error.message : error}`,
      cause: error,
    })
  }
}

function assertNotTooOld(
  schema: string,
  migrations: readonly Migration[],
  applied: readonly { oldest_code: string | null }[],
): void {
  const newestKnown = migrations.at(-1)?.id ?? ''
  const oldest = applied.map((row) => row.oldest_code ?? '').reduce((a, b) => (a > b ? a : b), '')
  if (oldest <= newestKnown) return
  throw new ChorusError({
    code: 'SCHEMA_TOO_NEW',
    message: problem({
      expected: `code that knows migration ${oldest} of schema ${schema}`,
      found: `code whose newest is ${newestKnown || 'none'}; a newer Chorus has changed this database`,
      fix: 'Start that newer version, or restore a backup from before its start',
    }),
    details: { schema, oldest, newestKnown },
  })
}

function assertAscending(migrations: readonly Migration[]): void {
  migrations.forEach((migration, index) => {
    const before = migrations[index - 1]?.id ?? ''
    if (/^\d{4}-[a-z0-9-]+$/.test(migration.id) && migration.id > before) return
    throw new ChorusError({
      code: 'INTERNAL',
      message: problem({
        expected: `migration ids such as 0001-name, ascending`,
        found: `${migration.id} after ${before || 'the beginning'}`,
        fix: 'Put the list in order',
      }),
    })
  })
}
