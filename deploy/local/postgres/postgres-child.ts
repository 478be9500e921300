import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { ChildSpec } from '../supervise/supervised-child.ts'
import { findBinaries } from './binaries.ts'
import { createCluster, databaseUser } from './create-cluster.ts'
import { endStalePostmaster } from './end-stale-postmaster.ts'
import { launchAs } from './launch-as.ts'

/** A Postgres to supervise. */
export interface PostgresChild {
  readonly spec: ChildSpec
  readonly dataDirectory: string
  /** Of the services' database, with user and password. */
  readonly url: string
  /** The pid of a server of an earlier start that had to be stopped; undefined otherwise. */
  readonly stoppedPid: number | undefined
}

const databaseName = 'chorus'

/** Five services of up to 15 connections, and room for people. */
const settings = [
  'shared_buffers=64MB',
  'max_connections=150',
  'max_wal_size=256MB',
  'min_wal_size=32MB',
  'work_mem=8MB',
  'maintenance_work_mem=32MB',
  'max_parallel_workers_per_gather=0',
  'autovacuum_max_workers=1',
  'io_method=sync',
  'unix_socket_directories=',
  'listen_addresses=127.0.0.1',
  'log_min_messages=warning',
]

/** Prepares a data directory in `<folder>/postgres` and says how to run a server on it, on 127.0.0.1 only. */
export async function preparePostgres(input: {
  readonly folder: string
  readonly port: number
  readonly logFile: string
}): Promise<PostgresChild> {
  const binaries = await findBinaries()
  const home = join(input.folder, 'postgres')
  mkdirSync(home, { recursive: true })
  const as = launchAs([binaries.postgres, join(home, 'data')])
  const { dataDirectory, password } = await createCluster({ home, binaries, as })
  const stoppedPid = await endStalePostmaster(dataDirectory)
  const url = (database: string) =>
    `postgres://${databaseUser}:${password}@127.0.0.1:${input.port}/${database}`
  const [command = binaries.postgres, ...prefixArgs] = [...as.prefix, binaries.postgres]
  const options = settings.flatMap((setting) => ['-c', setting])
  const spec: ChildSpec = {
    name: 'postgres',
    command,
    args: [...prefixArgs, '-D', dataDirectory, '-p', String(input.port), ...options],
    env: { ...withoutPostgresVariables(process.env), LC_ALL: 'C' },
    cwd: '/',
    ...(as.uid === undefined || as.gid === undefined ? {} : { uid: as.uid, gid: as.gid }),
    logFile: input.logFile,
    isReady: () => hasDatabase(url('postgres')),
    stopSignal: 'SIGINT',
  }
  return { spec, dataDirectory, url: url(databaseName), stoppedPid }
}

/** PGDATA, PGPORT and the like of the person's shell are not meant for this server. */
function withoutPostgresVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^PG[A-Z]+$/.test(name)))
}

/** Whether the server answers; makes the services' database when it is not there. */
async function hasDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`create database ${databaseName}`)
    return true
  } finally {
    await client.end().catch(() => undefined)
  }
}
