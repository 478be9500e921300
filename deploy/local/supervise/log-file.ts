import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Opens a log file for appending, after putting that of the last start aside as `<path>.1`, so that two starts are kept.
 * Gives the file descriptor.
 */
export function openFreshLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  if (existsSync(path)) renameSync(path, `${path}.1`)
  return openSync(path, 'a')
}

/** Where in the code something was thrown says nothing to the person who starts it. */
const stackFrame = /^\s+at /

const tailBytes = 16_384

/** The last lines of a log, oldest first; the messages of those that are JSON. [] when there is no such file. */
export function lastLogLines(path: string, count: number): string[] {
  if (!existsSync(path)) return []
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    const lines = buffer.toString('utf8').split('\n')
    return lines
      .filter((line) => line.trim() !== '' && !stackFrame.test(line))
      .slice(-count)
      .map(readable)
  } finally {
    closeSync(file)
  }
}

function readable(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    const entry = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } }
    const cause = entry.err?.message === undefined ? '' : ` (${String(entry.err.message)})`
    return `${String(entry.level ?? '')} ${String(entry.msg ?? '')}${cause}`.trim()
  } catch {
    return line
  }
}
