import { expect, test } from 'vitest'
import { ALL_EVENTS } from '../events/index.ts'
import { compareEvents, type PublishedEvent, toPublished } from './compare-events.ts'

const today = ALL_EVENTS.map(toPublished)
const type = 'chorus.question-voted.v1'

/** Today's events as if one had been published otherwise. */
function publishedWith(difference: Partial<PublishedEvent>): readonly PublishedEvent[] {
  return today.map((event) => (event.type === type ? { ...event, ...difference } : event))
}

test('events that did not change keep their contract', () => {
  expect(compareEvents(today, today)).toEqual([])
})

test.each([
  ['topic', { topic: 'chorus.elsewhere.v1' }],
  ['key', { key: 'run id' }],
  ['source', { source: 'sampler' }],
] as const)('another %s is a break', (part, difference) => {
  const found = compareEvents(publishedWith(difference), today)
  expect(found).toEqual([
    expect.objectContaining({ kind: 'BREAK', type, message: expect.stringContaining(`another ${part}`) }),
  ])
})

test('a public event may not become internal, an internal one may become public', () => {
  const hidden = today.map((event) => (event.type === type ? { ...event, audience: 'internal' } : event))
  const becameInternal = compareEvents(today, hidden as readonly PublishedEvent[])
  expect(becameInternal.map(({ kind }) => kind)).toEqual(['BREAK'])
  expect(compareEvents(publishedWith({ audience: 'internal' }), today)).toEqual([])
})

test('a published event that is gone is a break, a new one is told', () => {
  const others = today.filter((event) => event.type !== type)
  expect(compareEvents(today, others)).toEqual([expect.objectContaining({ kind: 'BREAK', type })])
  expect(compareEvents(others, today)).toEqual([expect.objectContaining({ kind: 'ADDITION', type })])
})
