import { hasCode } from '@chorus/common/src/errors/chorus-error.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import type { Migration } from '@chorus/common/src/postgres/migration.ts'
import { EntitySchema } from 'typeorm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testkit/postgres.ts'
import { waitFor } from '../../testkit/wait-for.ts'

interface Thing {
  id: number
  name: string
}

const thingEntity = new EntitySchema<Thing>({
  name: 'Thing',
  tableName: 'things',
  columns: { id: { type: 'integer', primary: true }, name: { type: 'text' } },
})

const first: Migration = {
  id: '0001-things',
  sql: 'create table {schema}.things (id integer primary key, name text not null)',
}
const second: Migration = {
  id: '0002-slow',
  sql: 'select pg_sleep(0.1); create table {schema}.slow (id integer)',
}
const contracting: Migration = {
  id: '0003-contract',
  sql: 'alter table {schema}.things drop column name',
  oldestCode: '0003-contract',
}

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.drop())

const open = (schema: string, migrations: readonly Migration[]) =>
  createDatabase({ url: testDatabase.url, schema, migrations, entities: [thingEntity], log: silentLogger })

describe('migrations', () => {
  test('run once however many processes start at the same time', async () => {
    const databases = Array.from({ length: 6 }, () => open('concurrent', [first, second]))
    await Promise.all(databases.map((db) => db.start()))
    const rows = await testDatabase.query<{ id: string }>('select id from concurrent.migrations order by id')
    expect(rows.map((row) => row.id)).toEqual(['0001-things', '0002-slow'])
    await Promise.all(databases.map((db) => db.stop()))
  })

  test('let older code run after a step that only expands', async () => {
    const newer = open('expanding', [first, second])
    await newer.start()
    const older = open('expanding', [first])
    await older.start()
    expect((await older.query('select * from expanding.things')).rows).toEqual([])
    await Promise.all([newer.stop(), older.stop()])
  })

  test('refuse older code after a step that contracts, and say what to do', async () => {
    const newer = open('contracting', [first, second, contracting])
    await newer.start()
    await newer.stop()
    const error = await open('contracting', [first, second])
      .start()
      .catch((thrown: unknown) => thrown)
    expect(hasCode(error, 'SCHEMA_TOO_NEW')).toBe(true)
    expect(String(error)).toContain('Start that newer version, or restore a backup')
  })

  test('leave nothing of a step that fails', async () => {
    const broken: Migration = {
      id: '0002-broken',
      sql: 'create table {schema}.half (id integer); select 1/0',
    }
    await expect(open('failing', [first, broken]).start()).rejects.toThrow(
      'Migration 0002-broken of schema failing',
    )
    const rows = await testDatabase.query<{ id: string }>('select id from failing.migrations')
    expect(rows.map((row) => row.id)).toEqual(['0001-things'])
    expect(await testDatabase.query(`select to_regclass('failing.half') as half`)).toEqual([{ half: null }])
  })
})

describe('transactions', () => {
  test('hold entities and raw SQL together, and undo both', async () => {
    const db = open('together', [first])
    await db.start()
    const failure = db.transaction(async (tx) => {
      await tx.manager.save(thingEntity, { id: 1, name: 'by TypeORM' })
      await tx.query(`insert into together.things values (2, 'by SQL')`)
      throw new Error('no')
    })
    await expect(failure).rejects.toThrow('no')
    expect((await db.query('select * from together.things')).rowCount).toBe(0)
    await db.stop()
  })

  test('are done again after a deadlock', async () => {
    const db = open('deadlock', [first])
    await db.start()
    await db.query(`insert into deadlock.things values (1, 'a'), (2, 'b')`)
    let tries = 0
    let arrived = 0
    const touch = (ids: readonly number[]) =>
      db.transaction(async (tx) => {
        tries += 1
        await tx.query('update deadlock.things set name = name where id = $1', [ids[0]])
        arrived += 1
        await waitFor(() => arrived >= 2)
        await tx.query('update deadlock.things set name = name where id = $1', [ids[1]])
      })
    await Promise.all([touch([1, 2]), touch([2, 1])])
    expect(tries).toBeGreaterThan(2)
    await db.stop()
  })

  test('wake listeners after the commit, and not after a rollback', async () => {
    const db = open('waking', [first])
    await db.start()
    const seen: number[] = []
    db.onWake(
      'things',
      () => void db.query('select * from waking.things').then(({ rowCount }) => seen.push(rowCount)),
    )
    await db
      .transaction(async (tx) => {
        tx.wake('things')
        throw new Error('no')
      })
      .catch(() => undefined)
    await db.transaction(async (tx) => {
      await tx.query(`insert into waking.things values (1, 'a')`)
      tx.wake('things')
    })
    await waitFor(() => seen.length > 0)
    expect(seen).toEqual([1])
    await db.stop()
  })

  test('survive a restart of Postgres, in the middle and between', async () => {
    const db = open('surviving', [first])
    await db.start()
    let tries = 0
    await db.transaction(async (tx) => {
      tries += 1
      await tx.query(`insert into surviving.things values (1, 'a')`)
      if (tries === 1) await testDatabase.cutConnections()
      await tx.query(`insert into surviving.things values (2, 'b')`)
    })
    expect(tries).toBe(2)
    await Promise.all(Array.from({ length: 5 }, () => db.query('select 1')))
    expect(await testDatabase.cutConnections()).toBeGreaterThan(0)
    const rows = await waitFor(() => db.query('select * from surviving.things'), {
      message: 'a new connection',
    })
    expect(rows.rowCount).toBe(2)
    await db.stop()
  })
})
