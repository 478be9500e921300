/** The services, in the order in which they are started. */
export const serviceNames = ['model', 'sampler', 'voter', 'trainer', 'gateway'] as const
export type ServiceName = (typeof serviceNames)[number]

/** What needs a port. */
export type PortOwner = ServiceName | 'postgres' | 'kafka' | 'kafkaController'
export type PortPlan = Readonly<Record<PortOwner, number>>

/** Distance from CHORUS_PORT_BASE. */
export const portOffsets: PortPlan = {
  gateway: 0,
  sampler: 1,
  voter: 2,
  trainer: 3,
  model: 10,
  postgres: 20,
  kafka: 30,
  kafkaController: 31,
}

const kafkaOwners: readonly string[] = ['kafka', 'kafkaController'] satisfies PortOwner[]

/** Those of the ports that a start listens on: a broker's only when it runs one. */
export function portsInUse(ports: PortPlan, hasBroker: boolean): Partial<PortPlan> {
  return Object.fromEntries(
    Object.entries(ports).filter(([owner]) => hasBroker || !kafkaOwners.includes(owner)),
  )
}

/** All ports for a base: the base itself is the gateway's. */
export function planPorts(base: number): PortPlan {
  const entries = Object.entries(portOffsets).map(([owner, offset]) => [owner, base + offset])
  return Object.fromEntries(entries) as PortPlan
}
