import { readFile } from 'node:fs/promises'
import { dataSchema, type JsonSchema } from '../events/event-schema.ts'
import { ALL_EVENTS, type EventDefinition, PARTITIONS, RETENTION_DAYS, TOPICS } from '../events/index.ts'
import { readSample } from './read-sample.ts'
import { writeOrCheck } from './write-or-check.ts'

const intro = new URL('events-intro.md', import.meta.url)

/** A short name of a JSON Schema's type, for people. */
function nameType(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(nameType).join(' or ')
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' ')
  if (schema.type === 'array') return `list of ${schema.items ? nameType(schema.items) : 'anything'}`
  if (schema.type === 'object') return `{ ${Object.keys(schema.properties ?? {}).join(', ')} }`
  if (schema.format === 'uuid') return 'uuid'
  if (schema.pattern === '^[0-9a-f]{64}$') return 'SHA-256, hex'
  if (typeof schema.type === 'object') return schema.type.join(' or ')
  return schema.type ?? 'anything'
}

/** What an equal key promises, in words. */
const ORDER: Readonly<Record<string, string>> = {
  'run id': 'what one service sends on this topic for a run, as it was written; a repeat may come late',
  'run id:question id':
    'what is sent on this topic for one question of a run, as it was written; a repeat may come late, and questions have no order',
}

async function describeEvent(event: EventDefinition): Promise<string> {
  const schema = dataSchema(event, 'draft-2020-12')
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => `| \`${name}\` | ${nameType(field)} | ${field.description ?? ''} |`,
  )
  const consumers = event.consumers.length > 0 ? `handled by the ${event.consumers.join(' and the ')}` : ''
  return [
    `### \`${event.type}\``,
    '',
    event.summary,
    '',
    `- Topic \`${event.topic}\`, ${event.audience}, ${[`sent by the ${event.source}`, consumers].filter(Boolean).join(', ')}.`,
    `- Key: ${event.keyParts}. In order: ${orderOf(event)}.`,
    `- Schema: [schema/events/json/${event.type}.json](../schema/events/json/${event.type}.json)`,
    '',
    '| field | type | |',
    '|---|---|---|',
    ...fields,
    '',
    ...(await describeSample(event)),
  ].join('\n')
}

function orderOf(event: EventDefinition): string {
  const order = ORDER[event.keyParts]
  if (order === undefined)
    throw new Error(`Expected words for the order that the key "${event.keyParts}" keeps.`)
  return order
}

async function describeSample(event: EventDefinition): Promise<readonly string[]> {
  const { key, data } = await readSample(event.type)
  return [
    `Example from a run, with the key \`${key}\`:`,
    '',
    '```json',
    JSON.stringify(data, null, 2),
    '```',
    '',
  ]
}

function describeTopics(): string {
  const rows = Object.values(TOPICS).map((topic) => {
    const events = ALL_EVENTS.filter((event) => event.topic === topic)
    const audience = events[0]?.audience ?? 'internal'
    return `| \`${topic}\` | ${audience} | ${RETENTION_DAYS[audience]} days | ${events.length} |`
  })
  return ['| topic | audience | kept | event types |', '|---|---|---|---|', ...rows, ''].join('\n')
}

const text = [
  (await readFile(intro, 'utf8')).trimEnd(),
  '',
  `## Topics`,
  '',
  `Every topic has ${PARTITIONS} partitions.`,
  '',
  describeTopics(),
  '## Events',
  '',
  ...(await Promise.all(ALL_EVENTS.map(describeEvent))),
].join('\n')

await writeOrCheck({ files: [{ path: 'docs/events.md', text }] })
