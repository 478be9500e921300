import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import { formatMoney } from '../ledger/money.ts'
import type { Settlement } from '../sampling/sampling-store.ts'

/** Moves what calls had reserved over to what their runs have spent: each call once, whoever settles it first. */
export async function settleCalls(
  on: Queryable,
  schema: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return
  const known = settlements.map((s) => (s.state === 'SETTLED' ? s : null))
  await on.query(
    `with settled as (
       update ${schema}.calls c set
         state = u.state, failure = u.failure, estimated = u.estimated, settled_at = clock_timestamp(),
         cost_usd = case u.state when 'UNKNOWN' then c.reserved_usd else u.cost_usd end,
         prompt_tokens = u.prompt_tokens,
         completion_tokens = case u.state when 'UNKNOWN' then c.reserved_tokens else u.completion_tokens end
       from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::numeric[], $6::numeric[], $7::numeric[])
         as u (id, state, failure, estimated, cost_usd, prompt_tokens, completion_tokens)
       where c.id = u.id and c.state = 'RESERVED'
       returning c.*
     ) ${addToRuns(schema)}`,
    [
      settlements.map((s) => s.callId),
      settlements.map((s) => s.state),
      settlements.map((s) => s.failure),
      known.map((s) => s?.isEstimated ?? false),
      known.map((s) => (s === null ? '0' : formatMoney(s.cost))),
      known.map((s) => s?.usage.promptTokens ?? 0),
      known.map((s) => s?.usage.completionTokens ?? 0),
    ],
  )
}

/** Settles at their full reservation the calls that earlier holders of tasks left open: nobody knows how they ended. */
export async function settleLostCalls(
  on: Queryable,
  schema: string,
  tasks: readonly { readonly taskId: string; readonly epoch: string }[],
): Promise<void> {
  await on.query(
    `with settled as (
       update ${schema}.calls c set
         state = 'UNKNOWN', failure = 'the process that made the call did not come back',
         settled_at = clock_timestamp(), cost_usd = c.reserved_usd, completion_tokens = c.reserved_tokens
       from unnest($1::bigint[], $2::bigint[]) as u (task_id, epoch)
       where c.task_id = u.task_id and c.epoch < u.epoch and c.state = 'RESERVED'
       returning c.*
     ) ${addToRuns(schema)}`,
    [tasks.map((task) => task.taskId), tasks.map((task) => task.epoch)],
  )
}

/** Ends a statement that begins with the rows `settled`. */
export function addToRuns(schema: string): string {
  return `, sums as (
       select run_id, sum(reserved_usd) as reserved_usd, sum(reserved_tokens) as reserved_tokens,
         sum(cost_usd) as cost_usd, sum(prompt_tokens) as prompt_tokens, sum(completion_tokens) as completion_tokens,
         count(*) filter (where state in ('SETTLED', 'UNKNOWN')) as calls
       from settled group by run_id
     ), locked as materialized (
       -- In one order, so that two samplers never wait for each other.
       select id from ${schema}.runs where id in (select run_id from sums) order by id for update
     )
     update ${schema}.runs r set
       reserved_usd = r.reserved_usd - s.reserved_usd, reserved_tokens = r.reserved_tokens - s.reserved_tokens,
       spent_usd = r.spent_usd + s.cost_usd, prompt_tokens = r.prompt_tokens + s.prompt_tokens,
       completion_tokens = r.completion_tokens + s.completion_tokens, calls = r.calls + s.calls
     from sums s join locked l on l.id = s.run_id where r.id = s.run_id`
}
