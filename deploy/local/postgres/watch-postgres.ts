import { join } from 'node:path'
import { watchProcess } from '../supervise/watch-process.ts'

/**
 * Stops a Postgres when this process dies without having done so; Postgres itself would go on for ever. The services end within 4 s
 * of our death and still want their database then.
 * @returns ends the watch.
 */
export function watchPostgres(dataDirectory: string): () => void {
  return watchProcess(join(dataDirectory, 'postmaster.pid'), [
    { afterSeconds: 4, signal: 'INT' },
    { afterSeconds: 3, signal: 'QUIT' },
  ])
}
