import { spawn } from 'node:child_process'

/** A signal, and how long after the step before it it is sent. */
export interface WatchStep {
  readonly afterSeconds: number
  readonly signal: 'INT' | 'QUIT' | 'TERM' | 'KILL'
}

/**
 * Stops a process when this one dies without having done so (kill -9): a shell in a process group of its own waits for the end of a
 * pipe that only we hold, which costs 1 MB. Only the process that ran at our death is meant, never that of the next start.
 * @param pidFile its first line is the process's pid, as long as it is the current one.
 * @returns ends the watch.
 */
export function watchProcess(pidFile: string, steps: readonly WatchStep[]): () => void {
  if (process.platform === 'win32') return () => undefined
  const words = steps.map(({ afterSeconds, signal }) => `"${afterSeconds} ${signal}"`).join(' ')
  const script = `
    current() { head -n 1 "$0" 2>/dev/null; }
    read -r line
    pid=$(current)
    for step in ${words}; do
      sleep "\${step% *}"
      if [ -n "$pid" ] && [ "$(current)" = "$pid" ]; then kill -s "\${step#* }" "$pid"; fi
    done`
  const watcher = spawn('sh', ['-c', script, pidFile], {
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
