import { join } from 'node:path'
import { readJsonFiles } from '../store/read-json-files.ts'
import { writeFileAtomic } from '../store/write-file-atomic.ts'
import { type Job, jobSchema } from './job.ts'

/** Fine-tuning jobs, one JSON file each; what `get` and `list` show is at most one write ahead of the disk. */
export type JobStore = {
  /** Reads what is there; before anything else. */
  readonly load: () => Promise<void>
  /** Newest first. */
  readonly list: () => readonly Job[]
  readonly get: (id: string) => Job | undefined
  /** Puts a new job in; visible at once, resolves when it is on disk. A job that cannot be written is taken out again. */
  readonly add: (job: Job) => Promise<void>
  /** Changes a job; visible at once, resolves when it is on disk. Does nothing for an unknown job. */
  readonly update: (id: string, change: Partial<Omit<Job, 'id'>>) => Promise<void>
}

/** Makes the store over `<dataDir>/jobs`, which it creates when it is missing. */
export function createJobStore(dataDir: string): JobStore {
  const folder = join(dataDir, 'jobs')
  const jobs = new Map<string, Job>()
  const writes = new Map<string, Promise<void>>()
  // Writes of one job follow each other, so that the last state is the last on disk.
  const persist = (job: Job) => {
    const write = () => writeFileAtomic(join(folder, `${job.id}.json`), JSON.stringify(job, null, 2))
    const written = (writes.get(job.id) ?? Promise.resolve()).then(write, write)
    writes.set(job.id, written)
    return written
  }
  return {
    load: async () => {
      for (const job of await readJsonFiles(folder, jobSchema)) jobs.set(job.id, job)
    },
    list: () => [...jobs.values()].sort((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1)),
    get: (id) => jobs.get(id),
    add: async (job) => {
      jobs.set(job.id, job)
      try {
        await persist(job)
      } catch (error) {
        jobs.delete(job.id)
        throw error
      }
    },
    update: async (id, change) => {
      const job = jobs.get(id)
      if (job === undefined) return
      const changed = { ...job, ...change }
      jobs.set(id, changed)
      await persist(changed)
    },
  }
}
