import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { z } from 'zod'
import { processStart } from './process-identity.ts'

const contentSchema = z.object({
  pid: z.number(),
  /** In the system's own words: see processStart. */
  processStart: z.string(),
  url: z.string(),
})

type LockContent = z.infer<typeof contentSchema>

/** The right to use a data folder. */
export interface FolderLock {
  /** The pid of a start before this one that ended without giving the lock back (killed); undefined otherwise. */
  readonly abandonedBy: number | undefined
  release(): void
}

/**
 * Takes the lock of a data folder. A lock whose process is no more is taken over.
 * @param url where the platform will be; told to whoever starts it a second time.
 * @throws {ChorusError} CONFLICT when a living process holds it.
 */
export function lockFolder(folder: string, url: string): FolderLock {
  const path = join(folder, 'start.lock')
  const draft = `${path}.${process.pid}`
  const content: LockContent = { pid: process.pid, processStart: processStart(process.pid) ?? '', url }
  writeFileSync(draft, JSON.stringify(content))
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      const holder = readHolder(path)
      if (holder !== undefined && isAlive(holder)) throw alreadyRunning(folder, holder)
      if (holder !== undefined || !isFree(path)) putAside(path)
      if (tryLink(draft, path)) {
        return { abandonedBy: holder?.pid, release: () => rmSync(path, { force: true }) }
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new ChorusError({ code: 'CONFLICT', message: 'Several starts came at once. Try again.' })
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch {
    return false
  }
}

/** Renamed before it is deleted, so that two starts can't both remove what the other has just made. */
function putAside(path: string): void {
  const aside = `${path}.old.${process.pid}`
  try {
    renameSync(path, aside)
    const holder = readHolder(aside)
    if (holder !== undefined && isAlive(holder)) tryLink(aside, path)
    rmSync(aside, { force: true })
  } catch {
    // Another start was quicker; the next attempt sees what it made.
  }
}

function isFree(path: string): boolean {
  try {
    readFileSync(path)
    return false
  } catch {
    return true
  }
}

function readHolder(path: string): LockContent | undefined {
  try {
    return contentSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

function isAlive(holder: LockContent): boolean {
  return holder.processStart !== '' && processStart(holder.pid) === holder.processStart
}

function alreadyRunning(folder: string, holder: LockContent): ChorusError {
  return new ChorusError({
    code: 'CONFLICT',
    message: problem({
      expected: `that nothing uses the data folder ${folder}`,
      found: `that Chorus runs on it already (pid ${holder.pid}, ${holder.url})`,
      fix: `Use that one, stop it (Ctrl-C there, or kill ${holder.pid}), or give this one a folder and ports of its own: CHORUS_DATA_DIR=.chorus-2 CHORUS_PORT_BASE=5000 npm start`,
    }),
    details: { pid: holder.pid },
  })
}
