import type { z } from 'zod'

/** Who may consume an event: services of Chorus only, or anybody in the organisation. */
export type Audience = 'internal' | 'public'

/** A service that sends or consumes events. */
export type EventService = 'sampler' | 'voter' | 'trainer'

/** A type of event: the only place where its name, topic, key and data are spelt. */
export type EventDefinition<Data = unknown> = {
  /** CloudEvents type with its version, for example `chorus.paths-sampled.v1`. */
  readonly type: string
  readonly topic: string
  readonly audience: Audience
  /** One sentence: when it is sent, and by whom. */
  readonly summary: string
  readonly source: EventService
  /** Services of Chorus that have a handler for it; others may consume it too where it is public. */
  readonly consumers: readonly EventService[]
  readonly data: z.ZodType<Data>
  /** What the key is made of, for people, for example `run id:question id`. */
  readonly keyParts: string
  /** Events with equal keys keep their order. */
  readonly key: (data: Data) => string
}

/** Ties a definition's key function to the type of its data. */
export function defineEvent<Data>(definition: EventDefinition<Data>): EventDefinition<Data> {
  return definition
}

/** Type of an event's data. */
export type DataOf<Definition> = Definition extends EventDefinition<infer Data> ? Data : never
