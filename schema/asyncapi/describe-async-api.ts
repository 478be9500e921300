import { ALL_EVENTS, RETENTION_DAYS, TOPICS } from '../events/index.ts'
import schemaPackage from '../package.json' with { type: 'json' }
import { describeChannel } from './describe-channel.ts'
import { describeMessage, HEADERS_SCHEMA } from './describe-message.ts'
import { describeOperations } from './describe-operations.ts'

const DESCRIPTION = `What the services of Chorus tell each other, and anybody in the organisation, over Apache Kafka.

Delivery is at least once: a consumer remembers \`ce_id\` and ignores an event that it has seen. What one
service sends with equal keys keeps its order, repeats aside. Within a version events change by additional optional fields and enum values only; a consumer ignores fields and
types that it does not know. Anything else is a new version beside the old.

Channels tagged *public* may be consumed by any service of the organisation. Those tagged *internal* carry texts, serve Chorus
alone, and may change with any release.`

const TAGS = {
  public: `May be consumed by any service of the organisation; kept for ${RETENTION_DAYS.public} days.`,
  internal: `Between the services of Chorus only; kept for ${RETENTION_DAYS.internal} days.`,
}

/** The whole AsyncAPI 3.0 document. It names no servers: where the brokers are is the deployment's to say. */
export function describeAsyncApi(): Readonly<Record<string, unknown>> {
  const channelNames = Object.keys(TOPICS) as (keyof typeof TOPICS)[]
  return {
    asyncapi: '3.0.0',
    id: 'urn:chorus:events',
    info: {
      title: 'Chorus events',
      version: schemaPackage.version,
      description: DESCRIPTION,
      license: { name: schemaPackage.license },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channelNames.map((name) => [name, describeChannel(name)])),
    operations: describeOperations(channelNames),
    components: {
      schemas: { headers: HEADERS_SCHEMA },
      messages: Object.fromEntries(ALL_EVENTS.map((event) => [event.type, describeMessage(event)])),
    },
  }
}
