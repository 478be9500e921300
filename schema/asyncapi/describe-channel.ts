import { ALL_EVENTS, type EventDefinition, PARTITIONS, RETENTION_DAYS, TOPICS } from '../events/index.ts'

/** Name of a channel in the document: the topic's name in our code. */
export type ChannelName = keyof typeof TOPICS

const DAY_MS = 24 * 3_600_000

/** The events that travel on a channel; one audience has the channel to itself. */
export function eventsOn(name: ChannelName): readonly EventDefinition[] {
  return ALL_EVENTS.filter((event) => event.topic === TOPICS[name])
}

/** A topic as a channel: its messages, its audience and how it must exist on the brokers. */
export function describeChannel(name: ChannelName): Readonly<Record<string, unknown>> {
  const events = eventsOn(name)
  const audience = events[0]?.audience ?? 'internal'
  const keys = [...new Set(events.map((event) => event.keyParts))]
  return {
    address: TOPICS[name],
    title: TOPICS[name],
    description: `Key: ${keys.join(' or ')}. What one service sends with equal keys keeps its order.`,
    messages: Object.fromEntries(events.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    tags: [{ name: audience }],
    bindings: {
      kafka: {
        topic: TOPICS[name],
        partitions: PARTITIONS,
        topicConfiguration: {
          'cleanup.policy': ['delete'],
          'retention.ms': RETENTION_DAYS[audience] * DAY_MS,
        },
        bindingVersion: '0.5.0',
      },
    },
  }
}
