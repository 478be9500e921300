import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A received request as it is recorded. */
export type RecordedRequest = { readonly method: string; readonly path: string; readonly body: string }

/** Keeps what was received, for tests that look for text that must never arrive. */
export type Recorder = { readonly record: (request: RecordedRequest) => Promise<void> }

/** Records nothing when `directory` is null; else appends a JSON line for each request to `requests.jsonl` in it. */
export function createRecorder(directory: string | null): Recorder {
  if (directory === null) return { record: async () => {} }
  const file = join(directory, 'requests.jsonl')
  let tail: Promise<unknown> = mkdir(directory, { recursive: true })
  return {
    record: (request) => {
      const written = tail.then(() => appendFile(file, `${JSON.stringify(request)}\n`))
      tail = written.catch(() => {})
      return written
    },
  }
}
