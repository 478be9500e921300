import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/**
 * What tells a process from a later one with the same pid: when it began, in the system's own words. Undefined when there is no
 * such process.
 */
export function processStart(pid: number): string | undefined {
  if (!hasProc()) return runPs(pid, 'lstart=')
  const fields = statFields(pid)
  // A zombie has ended; only its parent has not asked yet.
  return fields?.[0] === 'Z' ? undefined : fields?.[19]
}

/** The command line of a process, its words separated by spaces; undefined when there is no such process. */
export function commandLine(pid: number): string | undefined {
  if (!hasProc()) return runPs(pid, 'command=')
  const text = readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim()
  return text === '' ? undefined : text
}

/** The process that started a process; undefined when either is not known. */
export function parentOf(pid: number): number | undefined {
  const text = hasProc() ? statFields(pid)?.[1] : runPs(pid, 'ppid=')
  const parent = Number(text)
  return Number.isInteger(parent) && parent > 1 ? parent : undefined
}

function hasProc(): boolean {
  return existsSync('/proc/self/stat')
}

/** What follows the command in parentheses, which may hold spaces: state (field 3 in man 5 proc), parent (4) … start time (22). */
function statFields(pid: number): string[] | undefined {
  const stat = readProc(pid, 'stat')
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

function runPs(pid: number, column: string): string | undefined {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const found = spawnSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8', env })
  return found.stdout?.trim() || undefined
}
