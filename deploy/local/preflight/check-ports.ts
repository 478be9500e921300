import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { ChorusError } from '@chorus/common/src/errors/chorus-error.ts'
import { type PortOwner, type PortPlan, planPorts } from '../port-plan.ts'

const host = '127.0.0.1'
const pollMs = 250

/**
 * Checks that every port is free.
 * @throws {ChorusError} BAD_CONFIGURATION that names each taken port, who needs it, and what moves them all.
 */
export async function checkPorts(input: {
  readonly ports: Partial<PortPlan>
  readonly base: number
  /** How long to wait for processes of a killed start to go. Default 0. */
  readonly patienceMs?: number
}): Promise<void> {
  const deadline = performance.now() + (input.patienceMs ?? 0)
  let taken = await findTaken(input.ports)
  while (taken.length > 0 && performance.now() < deadline) {
    await delay(pollMs)
    taken = await findTaken(input.ports)
  }
  if (taken.length === 0) return
  const free = await findFreeBase(input.base)
  throw portsTaken(taken, free)
}

function portsTaken(
  taken: readonly { owner: string; port: number }[],
  freeBase: number | undefined,
): ChorusError {
  const lines = taken.map(
    ({ owner, port }) =>
      `  port ${port} on ${host}: expected to be free for ${owner}, found in use by another process.`,
  )
  const example = freeBase === undefined ? '' : `, for example CHORUS_PORT_BASE=${freeBase} npm start`
  const fix = `Stop that process (\`lsof -i :${taken[0]?.port}\` shows it), or move all ports with CHORUS_PORT_BASE${example}.`
  const count = taken.length === 1 ? 'A port is' : `${taken.length} ports are`
  return new ChorusError({
    code: 'BAD_CONFIGURATION',
    message: `${count} taken:\n${lines.join('\n')}\n${fix}`,
    details: { ports: taken.map((item) => item.port) },
  })
}

async function findTaken(ports: Partial<PortPlan>): Promise<{ owner: PortOwner; port: number }[]> {
  const owners = Object.entries(ports) as [PortOwner, number][]
  const free = await Promise.all(owners.map(([, port]) => isFree(port)))
  return owners.filter((_, index) => free[index] !== true).map(([owner, port]) => ({ owner, port }))
}

async function findFreeBase(base: number): Promise<number | undefined> {
  for (let candidate = base + 1_000; candidate <= base + 5_000 && candidate < 65_000; candidate += 1_000) {
    if ((await findTaken(planPorts(candidate))).length === 0) return candidate
  }
  return undefined
}

/** Whether we could listen on a port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
