import type { Queryable, Transaction } from '@chorus/common/src/postgres/database.ts'
import { addToRuns } from './settle-calls.ts'

/** Settles at their full reservation what a sample set, or a run that has stopped, left open. Nobody works on it any more. */
export async function settleAbandonedCalls(
  tx: Transaction,
  of: { readonly sampleSetId: string } | { readonly runId: string },
): Promise<void> {
  const [column, id] = 'sampleSetId' in of ? ['sample_set_id', of.sampleSetId] : ['run_id', of.runId]
  await (tx as Queryable).query(
    `with settled as (
       update ${tx.schema}.calls c set
         state = 'UNKNOWN', failure = 'the process that made the call did not come back',
         settled_at = clock_timestamp(), cost_usd = c.reserved_usd, completion_tokens = c.reserved_tokens
       where c.task_id in (select t.id from ${tx.schema}.sampling_tasks t where t.${column} = $1)
         and c.state = 'RESERVED'
       returning c.*
     ) ${addToRuns(tx.schema)}`,
    [id],
  )
}
