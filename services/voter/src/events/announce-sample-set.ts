import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'
import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { OutboxEvent } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import { evaluationScored, iterationVoted } from '@chorus/schema/events/voting.ts'
import { hashLines } from '@chorus/schema/method/content-hash.ts'
import { summarizeScores } from '../scoring/summarize-scores.ts'
import { readScoresOf, readVotesOf } from '../store/write-decisions.ts'
import type { PathEvent } from './path-event.ts'

/** The closing event of a sample set whose questions all have an outcome. Its row must be locked. */
export async function announceSampleSet(
  tx: Transaction,
  event: Pick<PathEvent, 'origin' | 'sampleSet'>,
): Promise<OutboxEvent> {
  const { runId, iterationId, sampleSetId, evaluationId } = event.sampleSet
  const ids = { runId, iterationId, sampleSetId }
  if (evaluationId === null) {
    const { voteCount, keptPathCount, lines } = await readVotesOf(tx, sampleSetId)
    const data = { ...ids, voteCount, keptPathCount, voteIdsHash: hashLines(lines) }
    return eventOf(iterationVoted, data, event.origin, uuidv5(sampleSetId, [iterationVoted.type]))
  }
  const summary = summarizeScores(await readScoresOf(tx, sampleSetId))
  const data = { ...ids, evaluationId, ...summary }
  return eventOf(evaluationScored, data, event.origin, uuidv5(sampleSetId, [evaluationScored.type]))
}
