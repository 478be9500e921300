import { watchProcess } from '../supervise/watch-process.ts'

/**
 * Stops a broker when this process dies without having done so. The services end within 4 s of our death and still publish then;
 * a broker stops within 1 s.
 * @returns ends the watch.
 */
export function watchBroker(pidFile: string): () => void {
  return watchProcess(pidFile, [
    { afterSeconds: 4, signal: 'TERM' },
    { afterSeconds: 3, signal: 'KILL' },
  ])
}
