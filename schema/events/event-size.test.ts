import { expect, test } from 'vitest'
import { HEADERS_SCHEMA } from '../asyncapi/describe-message.ts'
import { ALL_EVENTS } from './index.ts'
import { MAX_EVENT_BYTES, MAX_PATH_TEXT_BYTES } from './topics.ts'

/** Kafka's default `message.max.bytes`: of a record batch, the framing included. */
const KAFKA_MESSAGE_BYTES = 1_048_588
/** The frame of a record batch and of its one record, rounded up. */
const BATCH_FRAME_BYTES = 128
/** More than any header value needs: ids, types, actors and projects are far shorter. */
const HEADER_VALUE_BYTES = 1_024
const KEY_BYTES = 2 * 36 + 1

test('the largest event fits into a message of Kafka by its default limit, with key and headers and uncompressed', () => {
  const names = Object.keys(HEADERS_SCHEMA.properties ?? {})
  const headerBytes = names.reduce((sum, name) => sum + name.length + HEADER_VALUE_BYTES, 0)
  const largest = MAX_EVENT_BYTES + headerBytes + KEY_BYTES + BATCH_FRAME_BYTES
  expect(names.length).toBeGreaterThanOrEqual(9)
  expect(largest).toBeLessThan(KAFKA_MESSAGE_BYTES)
})

test('the largest text that travels fits into an event with room for its question', () => {
  expect(MAX_PATH_TEXT_BYTES).toBeLessThanOrEqual(MAX_EVENT_BYTES / 2)
})

test('only the events that are split by size have room for the text of a path', () => {
  const withText = ALL_EVENTS.filter((event) => JSON.stringify(event.data).includes('finishReason'))
  expect(withText.map(({ type }) => type).sort()).toEqual([
    'chorus.evaluation-paths-sampled.v1',
    'chorus.paths-kept.v1',
    'chorus.paths-sampled.v1',
  ])
})
