import { statfs } from 'node:fs/promises'
import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'

/** Postgres writes its log ahead in files of 16 MB, up to 256 MB here; the quickstart's data take 100 MB. */
export const neededBytes = 1_000_000_000

/**
 * Checks that a folder's disk has room.
 * @throws {ChorusError} BAD_CONFIGURATION when less than 1 GB is free.
 */
export async function checkDisk(folder: string, needed: number = neededBytes): Promise<void> {
  const stats = await statfs(folder)
  const freeBytes = stats.bavail * stats.bsize
  if (freeBytes >= needed) return
  throw new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: problem({
      expected: `${inMegabytes(needed)} free on the disk of ${folder}`,
      found: inMegabytes(freeBytes),
      fix: 'Make room, or set CHORUS_DATA_DIR to a folder on another disk',
    }),
  })
}

function inMegabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_000_000).toLocaleString('en-US')} MB`
}
