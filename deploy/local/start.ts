import { parseOptions } from './options.ts'
import { createOutput } from './output.ts'
import type { Platform } from './platform.ts'
import { runStart } from './run-start.ts'
import { watchLauncher } from './watch-launcher.ts'

const parsed = parseOptions(process.argv.slice(2))
if ('exitCode' in parsed) process.exit(parsed.exitCode)

const stop = new AbortController()
let platform: Platform | undefined
const onSignal = () => {
  if (!stop.signal.aborted) return stop.abort()
  platform?.kill()
  process.exit(130)
}
watchLauncher({ env: process.env, onGone: () => stop.abort() })
// Whoever read our output may be gone; we still have processes to stop.
process.stdout.on('error', () => undefined)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)

const exitCode = await runStart({
  options: parsed.options,
  env: process.env,
  output: createOutput(process.env),
  signal: stop.signal,
  onPlatform: (started) => {
    platform = started
  },
})
process.exit(exitCode)
