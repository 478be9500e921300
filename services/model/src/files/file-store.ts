import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { z } from 'zod'
import { readJsonFiles } from '../store/read-json-files.ts'
import { writeFileAtomic } from '../store/write-file-atomic.ts'

const storedFile = z.object({
  id: z.string(),
  filename: z.string(),
  bytes: z.number(),
  createdAtMs: z.number(),
  sha256: z.string(),
})

/** An uploaded file without its content. */
export type StoredFile = z.infer<typeof storedFile>

/** Uploaded files in a folder: `<id>.json` says what it is, `<id>.jsonl` is the content. */
export type FileStore = {
  /** Reads what is there; before anything else. */
  readonly load: () => Promise<void>
  /** Newest first. */
  readonly list: () => readonly StoredFile[]
  readonly find: (id: string) => StoredFile | undefined
  readonly add: (filename: string, content: Buffer) => Promise<StoredFile>
  readonly content: (id: string) => Promise<Buffer>
  readonly remove: (id: string) => Promise<void>
}

/** Makes the store over `<dataDir>/files`, which it creates when it is missing. */
export function createFileStore(dataDir: string): FileStore {
  const folder = join(dataDir, 'files')
  const files = new Map<string, StoredFile>()
  const metaPath = (id: string) => join(folder, `${id}.json`)
  const contentPath = (id: string) => join(folder, `${id}.jsonl`)
  return {
    load: async () => {
      for (const file of await readJsonFiles(folder, storedFile)) files.set(file.id, file)
    },
    list: () => [...files.values()].sort((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1)),
    find: (id) => files.get(id),
    add: async (filename, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const id = `file-${uuidv7().replaceAll('-', '')}`
      const file = { id, filename, bytes: content.length, createdAtMs: Date.now(), sha256 }
      // Content first: a crash in between leaves bytes that nobody lists, never a file without bytes.
      await writeFileAtomic(contentPath(id), content)
      await writeFileAtomic(metaPath(id), JSON.stringify(file))
      files.set(id, file)
      return file
    },
    content: (id) => readFile(contentPath(id)),
    remove: async (id) => {
      files.delete(id)
      await rm(metaPath(id), { force: true })
      await rm(contentPath(id), { force: true })
    },
  }
}
