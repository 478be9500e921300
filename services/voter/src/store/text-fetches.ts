import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'
import type { EventOrigin } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import { createQueue } from '@chorus/common/src/queue/create-queue.ts'
import type { QueueMetrics, WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import type { EventQuestion, EventSampleSet } from '@chorus/schema/events/parts.ts'

/** A complete question of which texts are still to be read, as its last event told of it. */
export type TextFetch = {
  readonly origin: EventOrigin
  readonly sampleSet: EventSampleSet
  readonly question: EventQuestion
  readonly goldAnswer: string | null
}

/** A row of the queue. */
export type TextFetchRow = { readonly event: TextFetch }

const tableIn = (schema: string) => `${schema}.text_fetches`

/** The queue of questions that wait for texts. */
export function createTextFetchQueue(db: Database, metrics?: QueueMetrics): WorkQueue<TextFetchRow> {
  return createQueue<TextFetchRow>({ db, table: tableIn(db.schema), columns: ['event'], metrics })
}

/** Queues questions; each is queued once. */
export async function enqueueTextFetches(tx: Transaction, fetches: readonly TextFetch[]): Promise<void> {
  if (fetches.length === 0) return
  await tx.query(
    `insert into ${tableIn(tx.schema)} (id, project, sample_set_id, question_id, event)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::jsonb[]) on conflict (id) do nothing`,
    [
      fetches.map(({ sampleSet, question }) => uuidv5(sampleSet.sampleSetId, [question.questionId])),
      fetches.map(({ origin }) => origin.project),
      fetches.map(({ sampleSet }) => sampleSet.sampleSetId),
      fetches.map(({ question }) => question.questionId),
      fetches.map(({ origin, sampleSet, question, goldAnswer }) =>
        JSON.stringify({ origin, sampleSet, question, goldAnswer }),
      ),
    ],
  )
  tx.wake(`queue:${tableIn(tx.schema)}`)
}

/** Takes a settled question off the queue, and its gold answer with it. */
export async function deleteTextFetch(tx: Transaction, id: string): Promise<void> {
  await tx.query(`delete from ${tableIn(tx.schema)} where id = $1`, [id])
}
