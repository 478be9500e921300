import { handlers as samplerHandlers } from '@chorus/sampler/src/events/handlers.ts'
import { createEventHandlers } from '@chorus/trainer/src/events/handlers.ts'
import { onEvaluationPathsSampled } from '@chorus/voter/src/events/on-evaluation-paths-sampled.ts'
import { onPathsSampled } from '@chorus/voter/src/events/on-paths-sampled.ts'
import { expect, test } from 'vitest'
import { groupTopics } from './group-topics.ts'

function topicsOf(handlers: readonly { readonly event: { readonly topic: string } }[]): Set<string> {
  return new Set(handlers.map(({ event }) => event.topic))
}

test('names exactly the topics that the services have handlers for', () => {
  expect(new Set(groupTopics.sampler)).toEqual(topicsOf(samplerHandlers))
  expect(new Set(groupTopics.voter)).toEqual(topicsOf([onPathsSampled, onEvaluationPathsSampled]))
  expect(new Set(groupTopics.trainer)).toEqual(topicsOf(createEventHandlers({ samplingLeaseMs: 60_000 })))
})
