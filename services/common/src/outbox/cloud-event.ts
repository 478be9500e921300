import type { IncomingEvent, OutgoingEvent } from '../bus/event-bus.ts'
import { ChorusError, messageOf, problem } from '../errors/chorus-error.ts'
import type { EventMeta } from './event-envelope.ts'

/** A row of an outbox. */
export interface OutboxRow {
  readonly seq: string
  readonly id: string
  readonly aggregatetype: string
  readonly aggregateid: string
  readonly type: string
  /** JSON text. */
  readonly payload: string
  readonly time: Date
  readonly actor: string
  readonly project: string
  readonly traceparent: string | null
}

/** An outbox row as a CloudEvent in binary mode: attributes as ce_ headers, JSON as value. */
export function toCloudEvent(row: OutboxRow, source: string): OutgoingEvent {
  return {
    topic: row.aggregatetype,
    key: row.aggregateid,
    id: row.id,
    type: row.type,
    value: Buffer.from(row.payload),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: row.id,
      ce_type: row.type,
      ce_source: source,
      ce_time: row.time.toISOString(),
      ce_chorusproject: row.project,
      ce_chorusactor: row.actor,
      ...(row.traceparent === null ? {} : { ce_traceparent: row.traceparent }),
    },
  }
}

/**
 * The attributes of an incoming CloudEvent.
 * @throws {ChorusError} UNDECODABLE_EVENT when a required one is missing.
 */
export function readMeta(event: IncomingEvent): EventMeta {
  const { headers } = event
  const time = new Date(headers.ce_time ?? '')
  const found = {
    id: headers.ce_id,
    type: headers.ce_type,
    project: headers.ce_chorusproject,
    actor: headers.ce_chorusactor,
  }
  const { id, type, project, actor } = found
  if (!id || !type || !project || !actor || Number.isNaN(time.getTime())) {
    throw undecodable(
      `ce_id, ce_type, ce_time, ce_chorusproject and ce_chorusactor`,
      `headers ${Object.keys(headers)}`,
    )
  }
  return {
    id,
    type,
    project,
    actor,
    time,
    source: headers.ce_source ?? '',
    topic: event.topic,
    key: event.key,
    traceparent: headers.ce_traceparent,
  }
}

/**
 * The JSON in an event's value.
 * @throws {ChorusError} UNDECODABLE_EVENT
 */
export function readJson(event: IncomingEvent): unknown {
  try {
    return JSON.parse(event.value.toString())
  } catch (error) {
    throw undecodable('JSON', messageOf(error))
  }
}

/** The error for an event that cannot be read; never retryable. */
export function undecodable(expected: string, found: string): ChorusError {
  return new ChorusError({
    code: 'UNDECODABLE_EVENT',
    message: problem({ expected, found, fix: 'Correct the publisher, then publish the event anew' }),
  })
}
