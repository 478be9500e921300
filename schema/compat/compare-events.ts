import type { Audience, EventDefinition, EventService } from '../events/define-event.ts'
import { eventSchema, type JsonSchema } from '../events/event-schema.ts'
import { compareSchemas } from './compare-schemas.ts'
import { addition, breakOf, type Finding } from './finding.ts'

/** An event as it was when it was published: what consumers may count on. */
export type PublishedEvent = {
  readonly type: string
  readonly topic: string
  readonly audience: Audience
  readonly source: EventService
  readonly key: string
  readonly schema: JsonSchema
}

/** What is to be recorded of an event when it is published. */
export function toPublished(event: EventDefinition): PublishedEvent {
  const { type, topic, audience, source, keyParts } = event
  return { type, topic, audience, source, key: keyParts, schema: eventSchema(event) }
}

/** A finding with the type of the event that it concerns. */
export type EventFinding = Finding & { readonly type: string }

/** Compares every published event with today's, and names those that nobody has published yet. */
export function compareEvents(
  published: readonly PublishedEvent[],
  today: readonly PublishedEvent[],
): readonly EventFinding[] {
  const current = new Map(today.map((event) => [event.type, event]))
  const known = new Set(published.map(({ type }) => type))
  const unpublished = today.filter(({ type }) => !known.has(type))
  return [
    ...published.flatMap((event) => named(event.type, compareEvent(event, current.get(event.type)))),
    ...unpublished.flatMap(({ type }) => named(type, [addition('', 'is not published yet')])),
  ]
}

function named(type: string, findings: readonly Finding[]): EventFinding[] {
  return findings.map((finding) => ({ ...finding, type }))
}

function compareEvent(was: PublishedEvent, is: PublishedEvent | undefined): readonly Finding[] {
  if (is === undefined) {
    return [breakOf('', { what: 'is gone', why: 'events of this type are in the topics and have readers' })]
  }
  const moves = (['topic', 'key', 'source'] as const).flatMap((part) =>
    was[part] === is[part] ? [] : [moved(part, was[part], is[part])],
  )
  const isHidden = was.audience === 'public' && is.audience === 'internal'
  return [
    ...moves,
    ...(isHidden ? [moved('audience', was.audience, is.audience)] : []),
    ...compareSchemas(was.schema, is.schema),
  ]
}

function moved(part: string, before: string, now: string): Finding {
  return breakOf('', {
    what: `has another ${part} (${before} became ${now})`,
    why: 'consumers look for it where it was, in the order that it had',
  })
}
