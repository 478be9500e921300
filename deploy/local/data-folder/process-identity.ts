import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/**
 * What tells a process from a later one with the same pid: when it began, in the system's own words. Undefined when there is no
 * such process.
 */
export function processStart(pid: number): string | undefined {
  if (!hasProc()) return runPs(pid, 'lstart=')
  const stat = readProc(pid, 'stat')
  // After the command in parentheses, which may hold spaces: state is field 3, start time field 22 (man 5 proc).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie has ended; only its parent has not asked yet.
  return fields?.[0] === 'Z' ? undefined : fields?.[19]
}

/** The command line of a process, its words separated by spaces; undefined when there is no such process. */
export function commandLine(pid: number): string | undefined {
  if (!hasProc()) return runPs(pid, 'command=')
  const text = readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim()
  return text === '' ? undefined : text
}

function hasProc(): boolean {
  return existsSync('/proc/self/stat')
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
