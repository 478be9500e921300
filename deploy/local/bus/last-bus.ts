import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ChosenBus } from './choose-bus.ts'

const schema = z.discriminatedUnion('bus', [
  z.object({ bus: z.literal('postgres-log') }),
  z.object({ bus: z.literal('kafka'), brokers: z.array(z.string()), isLocal: z.boolean() }),
])

/** The bus of the last start on a data folder. A folder that does not say was made before there was a choice. */
export function readLastBus(folder: string): ChosenBus {
  try {
    return schema.parse(JSON.parse(readFileSync(busFile(folder), 'utf8')))
  } catch {
    return { bus: 'postgres-log' }
  }
}

/** Remembers the bus of this start. */
export function rememberBus(folder: string, bus: ChosenBus): void {
  const draft = `${busFile(folder)}.new`
  writeFileSync(draft, `${JSON.stringify(bus)}\n`)
  renameSync(draft, busFile(folder))
}

/** Whether events of one are events of the other: clusters that share a broker are one, and the local broker may change its port. */
export function isSameBus(one: ChosenBus, other: ChosenBus): boolean {
  if (one.bus === 'postgres-log' || other.bus === 'postgres-log') return one.bus === other.bus
  if (one.isLocal && other.isLocal) return true
  return one.brokers.some((broker) => other.brokers.includes(broker))
}

function busFile(folder: string): string {
  return join(folder, 'bus.json')
}
