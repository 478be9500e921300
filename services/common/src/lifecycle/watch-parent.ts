const pollMs = 1_000

/**
 * Calls `onGone` once when the process named by CHORUS_PARENT_PID is no more, so that killing a starter leaves no child.
 * Does nothing where the variable is not set. Two signs: end of standard input (at once; the starter must hold the other end
 * of the pipe) and a missing process (within a second).
 */
export function watchParent(input: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onGone: () => void
}): void {
  const parentPid = Number(input.env.CHORUS_PARENT_PID)
  if (!Number.isInteger(parentPid) || parentPid <= 1) return
  let told = false
  const tell = () => {
    if (told) return
    told = true
    clearInterval(timer)
    input.onGone()
  }
  const timer = setInterval(() => {
    if (!isAlive(parentPid)) tell()
  }, pollMs)
  timer.unref()
  watchInput(tell)
}

/** Only a pipe or socket ends with the starter; a terminal, a file or /dev/null says nothing about it. */
function watchInput(onEnd: () => void): void {
  const stdin = process.stdin
  if (stdin.isTTY || !('unref' in stdin) || stdin.constructor.name !== 'Socket') return
  stdin.on('end', onEnd).on('close', onEnd).on('error', onEnd)
  stdin.resume()
  stdin.unref()
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
