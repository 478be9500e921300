import type { ZodType } from 'zod'

/** What common needs of an event's definition; schema/events/define-event.ts makes them. */
export interface EventDefinition<Data = unknown> {
  /** CloudEvents type with its version, such as 'chorus.thing-done.v1'. */
  readonly type: string
  readonly topic: string
  readonly data: ZodType<Data>
  /** Events with the same key stay in order. */
  key(data: Data): string
}

/** Who and what an event belongs to; carried along from the request or the event that caused it. */
export interface EventOrigin {
  readonly project: string
  readonly actor: string
  /** W3C trace context, where there is one. */
  readonly traceparent?: string | undefined
}

/** An event as a row of the outbox. */
export interface OutboxEvent extends EventOrigin {
  readonly id: string
  readonly topic: string
  readonly key: string
  readonly type: string
  readonly payload: unknown
}

/** The CloudEvents attributes of an event that has come in. */
export interface EventMeta extends EventOrigin {
  readonly id: string
  readonly type: string
  /** Service that published it. */
  readonly source: string
  readonly time: Date
  readonly topic: string
  readonly key: string
}
