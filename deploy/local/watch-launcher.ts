import { parentOf, processStart } from './data-folder/process-identity.ts'

const pollMs = 500

/**
 * Calls `onGone` once when npm, which started us through a shell, is no more: a signal sent to npm ends npm and the shell but does
 * not reach us. Does nothing when npm did not start us.
 */
export function watchLauncher(input: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onGone: () => void
}): void {
  if (input.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const launchers = [shell, parentOf(shell)]
    .filter((pid) => pid !== undefined)
    .map((pid) => ({ pid, start: processStart(pid) }))
  const timer = setInterval(() => {
    const isHere = launchers.every(({ pid, start }) => start !== undefined && processStart(pid) === start)
    if (isHere && process.ppid === shell) return
    clearInterval(timer)
    input.onGone()
  }, pollMs)
  timer.unref()
}
