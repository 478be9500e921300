/** The services, in the order in which they are started. */
export const serviceNames = ['model', 'sampler', 'voter', 'trainer', 'gateway'] as const
export type ServiceName = (typeof serviceNames)[number]

/** What needs a port. */
export type PortOwner = ServiceName | 'postgres'
export type PortPlan = Readonly<Record<PortOwner, number>>

/** Distance from CHORUS_PORT_BASE. */
export const portOffsets: PortPlan = {
  gateway: 0,
  sampler: 1,
  voter: 2,
  trainer: 3,
  model: 10,
  postgres: 20,
}

/** All ports for a base: the base itself is the gateway's. */
export function planPorts(base: number): PortPlan {
  const entries = Object.entries(portOffsets).map(([owner, offset]) => [owner, base + offset])
  return Object.fromEntries(entries) as PortPlan
}
