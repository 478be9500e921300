/** A starter that is going to be killed: starts a child with a pipe or without one, and prints its process id. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('lifecycle-child.ts', import.meta.url))
const stdin = process.argv[2] === 'pipe' ? 'pipe' : 'ignore'
const child = spawn(process.execPath, [script, 'good'], {
  stdio: [stdin, 'pipe', 'inherit'],
  env: { ...process.env, CHORUS_PARENT_PID: String(process.pid) },
})
child.stdout?.on('data', (text) => {
  if (String(text).includes('started')) process.stdout.write(`child ${child.pid}\n`)
})
setInterval(() => undefined, 60_000)
