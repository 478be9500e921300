import { TOPICS } from '@chorus/schema/events/topics.ts'
import { expect, test } from 'vitest'
import { scrape } from '../../testkit/scrape.ts'
import { setStage } from './start-trainer.ts'

test('the trainer tells of its outbox, its queue of events and its process', async () => {
  const stage = await setStage()
  try {
    const found = await scrape(stage.url())
    expect(found.value('chorus_outbox_rows', { service: 'trainer' })).toBe(0)
    expect(found.value('chorus_consumer_lag_events', { group: 'trainer', topic: TOPICS.votes })).toBe(0)
    expect(found.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  } finally {
    await stage.close()
  }
})
