import { readdirSync, readFileSync } from 'node:fs'

/**
 * Memory of a process and all its descendants in MB (10⁶ bytes): the sum of their proportional set sizes, in which a page that several
 * share counts once. Linux only.
 */
export function treeMemoryMb(rootPid: number): number {
  const children = Map.groupBy(readParents(), ({ parent }) => parent)
  const pids = [rootPid]
  // Grows while it is walked: every process brings its children.
  for (const pid of pids) pids.push(...(children.get(pid) ?? []).map((child) => child.pid))
  return pids.reduce((sum, pid) => sum + memoryKib(pid), 0) * (1_024 / 1_000_000)
}

function readParents(): { readonly pid: number; readonly parent: number }[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((name) => {
    const stat = read(`/proc/${name}/stat`)
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return Number.isInteger(parent) ? [{ pid: Number(name), parent }] : []
  })
}

function memoryKib(pid: number): number {
  const proportional = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')
  const resident = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')
  return Number(proportional?.[1] ?? resident?.[1] ?? 0)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
