import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

/** How to start a program of Postgres: under which user, and through which other program. */
export interface LaunchAs {
  readonly uid?: number
  readonly gid?: number
  /** Put before the command; empty for none. */
  readonly prefix: readonly string[]
  /** The user that must own the data; undefined for ours. */
  readonly owner?: { readonly uid: number; readonly gid: number }
}

interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * Postgres refuses to run as root, so root starts it as `postgres` or, where that user does not exist, as `nobody`. Where that user may
 * not enter the folders on the way (such as /root), setpriv takes that hindrance, and nothing else, away.
 * @throws {ChorusError} BAD_CONFIGURATION when root has neither an open way nor setpriv.
 */
export function launchAs(paths: readonly string[]): LaunchAs {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const user = findUser('postgres') ?? findUser('nobody')
  if (user === undefined) throw noUser()
  const owner = { uid: user.uid, gid: user.gid }
  const closed = paths.flatMap(foldersAbove).find((folder) => !mayEnter(folder, user))
  if (closed === undefined) return { ...owner, owner, prefix: [] }
  const prefix = setprivPrefix(user)
  if (prefix === undefined) throw closedFolder(closed, user)
  return { prefix, owner }
}

function setprivPrefix(user: User): string[] | undefined {
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  // Without this bit access(2), by which initdb looks at its programs, would answer for the user alone.
  const prefix = ['setpriv', ...ids, ...rights, '--securebits=+no_setuid_fixup']
  const works = spawnSync(prefix[0] ?? '', [...prefix.slice(1), 'true']).status === 0
  return works ? prefix : undefined
}

function findUser(name: string): User | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  if (uid?.status !== 0 || gid?.status !== 0) return undefined
  return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/** The folders that must be entered on the way to a file, from the root. */
function foldersAbove(path: string): string[] {
  const folder = dirname(resolve(path))
  return folder === dirname(folder) ? [folder] : [...foldersAbove(folder), folder]
}

function mayEnter(folder: string, user: User): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function noUser(): ChorusError {
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: 'a user postgres or nobody, because PostgreSQL does not run as root',
      found: 'neither',
      fix: 'Start Chorus as another user, or make one: useradd --system postgres',
    }),
  })
}

function closedFolder(folder: string, user: User): ChorusError {
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: `that the user ${user.name} may enter ${folder}, because PostgreSQL does not run as root`,
      found: 'a closed folder, and no setpriv (util-linux) to get past it',
      fix: `Start Chorus as another user, open the way (chmod o+x ${folder}), or move the checkout to a folder that others may enter`,
    }),
  })
}
