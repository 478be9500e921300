import { type EventHandler, onBatch } from '@chorus/common/src/inbox/event-handler.ts'
import { pathsSampled } from '@chorus/schema/events/sampling.ts'
import { acceptPaths } from './accept-paths.ts'
import { originOfEvent } from './path-event.ts'

/** Takes sampled learning paths and votes on the questions that they complete. */
export const onPathsSampled: EventHandler = onBatch(pathsSampled, async (inputs) => {
  const [first] = inputs
  if (!first) return
  const events = inputs.map(({ data, event }) => ({
    origin: originOfEvent(event),
    sampleSet: data.sampleSet,
    question: data.question,
    goldAnswer: null,
    paths: data.paths,
    pathCount: data.closes?.stored ?? null,
  }))
  await acceptPaths(first.tx, events)
})
