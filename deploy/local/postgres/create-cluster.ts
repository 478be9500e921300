import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import type { PostgresBinaries } from './binaries.ts'
import type { LaunchAs } from './launch-as.ts'

/** The owner of the database that the services connect as. */
export const databaseUser = 'chorus'

/** A Postgres data directory and the password of its user. */
export interface Cluster {
  readonly dataDirectory: string
  readonly password: string
}

/**
 * Makes the data directory in `<home>/data`, or gives the one that is there. One that was cut off while it was made is made
 * again: it gets its name only when it is complete.
 */
export async function createCluster(input: {
  readonly home: string
  readonly binaries: PostgresBinaries
  readonly as: LaunchAs
}): Promise<Cluster> {
  const { home } = input
  const dataDirectory = join(home, 'data')
  const password = readPassword(join(home, 'password'))
  if (existsSync(dataDirectory)) return { dataDirectory, password }
  const draft = join(home, 'data.new')
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  if (input.as.owner !== undefined) chownSync(draft, input.as.owner.uid, input.as.owner.gid)
  await runInitdb({ ...input, draft })
  renameSync(draft, dataDirectory)
  return { dataDirectory, password }
}

function readPassword(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  const password = randomBytes(24).toString('hex')
  writeFileSync(path, `${password}\n`, { mode: 0o600 })
  return password
}

async function runInitdb(input: {
  readonly draft: string
  readonly home: string
  readonly binaries: PostgresBinaries
  readonly as: LaunchAs
}): Promise<void> {
  // initdb reads the password as its own user, which may not be the file's.
  const readable = join(input.home, 'password.initdb')
  writeFileSync(readable, readFileSync(join(input.home, 'password')), { mode: 0o600 })
  if (input.as.owner !== undefined) chownSync(readable, input.as.owner.uid, input.as.owner.gid)
  const args = [
    `--pgdata=${input.draft}`,
    `--username=${databaseUser}`,
    `--pwfile=${readable}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    '--no-sync',
  ]
  try {
    const { exitCode, output } = await run(input.binaries.initdb, args, input.as)
    if (exitCode === 0) return
    throw new ChorusError({
      code: 'BAD_CONFIGURATION',
      message: `PostgreSQL could not make its data directory in ${input.home}:\n${output.trim().split('\n').slice(-5).join('\n')}`,
    })
  } finally {
    rmSync(readable, { force: true })
  }
}

function run(
  command: string,
  args: string[],
  as: LaunchAs,
): Promise<{ exitCode: number | null; output: string }> {
  const [program = command, ...words] = [...as.prefix, command, ...args]
  const user = as.uid === undefined || as.gid === undefined ? {} : { uid: as.uid, gid: as.gid }
  const child = spawn(program, words, { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    output += String(chunk)
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ exitCode: null, output: error.message }))
    child.on('close', (exitCode) => resolve({ exitCode, output }))
  })
}
