import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

let written = 0

/** Replaces a file as a whole: after a crash at any moment it holds the old bytes or the new ones, and they are on disk. */
export async function writeFileAtomic(path: string, data: string | Buffer): Promise<void> {
  written += 1
  const temporary = `${path}.${process.pid}-${written}.tmp`
  try {
    const handle = await open(temporary, 'w')
    try {
      await handle.writeFile(data)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
