import type { EventDefinition } from '../events/define-event.ts'
import { dataSchema, type JsonSchema, splitType } from '../events/event-schema.ts'

/** Headers of every event: the attributes of CloudEvents 1.0 in binary mode. */
export const HEADERS_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    'content-type': { type: 'string', const: 'application/json' },
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: {
      type: 'string',
      format: 'uuid',
      description: 'Id of the event; equal ids are the same event, sent twice.',
    },
    ce_type: { type: 'string', description: 'Type with its version: the name of the message.' },
    ce_source: { type: 'string', description: 'The service that sent it.' },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was written.' },
    ce_chorusproject: { type: 'string', description: 'Whose it is.' },
    ce_chorusactor: { type: 'string', description: 'Who caused it.' },
    ce_traceparent: { type: 'string', description: 'W3C trace context, where there is one.' },
  },
  required: [
    'content-type',
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_time',
    'ce_chorusproject',
    'ce_chorusactor',
  ],
}

/** An event as a message: headers, payload, key and audience. Its payload is also in `schema/events/json`. */
export function describeMessage(event: EventDefinition): Readonly<Record<string, unknown>> {
  const { $schema, ...payload } = dataSchema(event, 'draft-07')
  const { name, version } = splitType(event.type)
  return {
    name: event.type,
    title: `${name}, version ${version}`,
    summary: event.summary,
    contentType: 'application/json',
    headers: {
      allOf: [
        { $ref: '#/components/schemas/headers' },
        {
          type: 'object',
          properties: { ce_type: { const: event.type }, ce_source: { const: event.source } },
        },
      ],
    },
    payload,
    tags: [{ name: event.audience }],
    bindings: {
      kafka: { key: { type: 'string', description: event.keyParts }, bindingVersion: '0.5.0' },
    },
  }
}
