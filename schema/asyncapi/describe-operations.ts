import type { EventDefinition, EventService } from '../events/index.ts'
import { type ChannelName, eventsOn } from './describe-channel.ts'

const SERVICES: readonly EventService[] = ['sampler', 'voter', 'trainer']

type Operation = readonly [id: string, operation: Readonly<Record<string, unknown>>]

/** What each service sends and receives, one operation per service and channel. */
export function describeOperations(channels: readonly ChannelName[]): Readonly<Record<string, unknown>> {
  const operations = SERVICES.flatMap((service) =>
    channels.flatMap((channel) => [
      ...describe({
        service,
        channel,
        action: 'send',
        events: eventsOn(channel).filter(({ source }) => source === service),
      }),
      ...describe({
        service,
        channel,
        action: 'receive',
        events: eventsOn(channel).filter(({ consumers }) => consumers.includes(service)),
      }),
    ]),
  )
  return Object.fromEntries(operations)
}

function describe(input: {
  readonly service: EventService
  readonly channel: ChannelName
  readonly action: 'send' | 'receive'
  readonly events: readonly EventDefinition[]
}): readonly Operation[] {
  const { service, channel, action, events } = input
  if (events.length === 0) return []
  const id = `${service}-${action === 'send' ? 'sends' : 'receives'}-${channel}`
  const group = { groupId: { type: 'string', enum: [service] }, bindingVersion: '0.5.0' }
  const operation = {
    action,
    channel: { $ref: `#/channels/${channel}` },
    summary: `What the ${service} ${action === 'send' ? 'sends' : 'handles'} on this channel.`,
    messages: events.map(({ type }) => ({ $ref: `#/channels/${channel}/messages/${type}` })),
    ...(action === 'receive' ? { bindings: { kafka: group } } : {}),
  }
  return [[id, operation]]
}
