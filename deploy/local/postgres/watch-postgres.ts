import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The services end within 4 s of our death and still want their database then. */
const graceSeconds = 4
const fastStopSeconds = 3

/**
 * Stops a Postgres when this process dies without having done so (kill -9): a shell in a process group of its own waits for the
 * end of a pipe that only we hold, which costs 1 MB. Postgres itself would go on for ever.
 * Only the server that ran at our death is meant, never that of the next start.
 * @returns ends the watch.
 */
export function watchPostgres(dataDirectory: string): () => void {
  if (process.platform === 'win32') return () => undefined
  const script = `
    current() { head -n 1 "$0" 2>/dev/null; }
    read -r line
    pid=$(current)
    for step in "${graceSeconds} INT" "${fastStopSeconds} QUIT"; do
      sleep "\${step% *}"
      if [ -n "$pid" ] && [ "$(current)" = "$pid" ]; then kill -s "\${step#* }" "$pid"; fi
    done`
  const watcher = spawn('sh', ['-c', script, join(dataDirectory, 'postmaster.pid')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  watcher.on('error', () => undefined)
  watcher.stdin.on('error', () => undefined)
  watcher.unref()
  return () => {
    watcher.kill('SIGKILL')
  }
}
