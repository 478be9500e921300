import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a model host has received, in order (CHORUS_MODEL_RECORD_DIR). It outlives the host's process. */
export function readRecord(folder: string): { method: string; path: string; body: string }[] {
  const file = join(folder, 'requests.jsonl')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as { method: string; path: string; body: string }]
    } catch {
      // The last line of a process that was killed while it wrote.
      return []
    }
  })
}

/** Paths that were asked for: the sum of n over all sampling requests. */
export function countChoices(folder: string): number {
  return readRecord(folder)
    .filter(({ path }) => path.endsWith('/completions'))
    .reduce((sum, { body }) => sum + ((JSON.parse(body) as { n?: number }).n ?? 1), 0)
}
