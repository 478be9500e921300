import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const jobEvent = z.object({
  id: z.string(),
  object: z.literal('fine_tuning.job.event'),
  created_at: z.number(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  type: z.enum(['message', 'metrics']),
  data: z.record(z.string(), z.number()).optional(),
})

/** An event of a job in OpenAI's shape. */
export type JobEvent = z.infer<typeof jobEvent>

/** What is appended: the log adds id and time. */
export type NewJobEvent = Pick<JobEvent, 'level' | 'message' | 'type' | 'data'>

/** The events of all jobs, append-only, one JSON line each. */
export type EventLog = {
  readonly append: (jobId: string, event: NewJobEvent) => Promise<void>
  /** Oldest first. */
  readonly read: (jobId: string) => Promise<readonly JobEvent[]>
}

/** Makes the log over `<dataDir>/jobs/<job>.events.jsonl`; the job store creates the folder. */
export function createEventLog(dataDir: string): EventLog {
  const path = (jobId: string) => join(dataDir, 'jobs', `${jobId}.events.jsonl`)
  const tails = new Map<string, Promise<number>>()
  const read = async (jobId: string) => parseLines(await readIfThere(path(jobId)))
  const append = async (jobId: string, count: number, event: NewJobEvent) => {
    const id = `ftevent-${jobId.replace(/^ftjob-/, '')}-${count + 1}`
    const line = { id, object: 'fine_tuning.job.event', created_at: Math.floor(Date.now() / 1000), ...event }
    // The newline in front closes a line that a crash has cut.
    await appendFile(path(jobId), `\n${JSON.stringify(line)}`)
    return count + 1
  }
  return {
    append: async (jobId, event) => {
      const tail = tails.get(jobId) ?? read(jobId).then((events) => events.length)
      const next = tail.then((count) => append(jobId, count, event))
      tails.set(
        jobId,
        next.catch(() => tail),
      )
      await next
    },
    read: async (jobId) => {
      await tails.get(jobId)
      return read(jobId)
    },
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** A line that a crash has cut is dropped. */
function parseLines(text: string): JobEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [jobEvent.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
}
