import { appendEncoded, type EncodedEvents, encodeEvents } from '@chorus/common/src/outbox/append-events.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { RoundEnd, TaskResult } from '../sampling/sampling-store.ts'
import { samplingChannel } from './channels.ts'
import { insertPaths } from './insert-paths.ts'
import { pathEvents } from './path-events.ts'
import { settleCalls } from './settle-calls.ts'

type Ended = TaskResult & { readonly end: RoundEnd }

/**
 * Writes what calls gave in one transaction: paths, ledger, states and events. Results of tasks that another worker holds by now
 * are left away, but for what their calls cost.
 * @returns the ids of the tasks that were still held.
 */
export async function writeResults(
  tx: Transaction,
  results: readonly TaskResult[],
): Promise<ReadonlySet<string>> {
  const ended = results.filter((result): result is Ended => result.end !== null)
  const closed = await closeTasks(tx, ended)
  const held = new Set([
    ...closed,
    ...(await lockHeld(
      tx,
      results.filter(({ task }) => !closed.has(task.taskId)),
    )),
  ])
  const ours = results.filter(({ task }) => held.has(task.taskId))
  const endedOurs = ended.filter(({ task }) => held.has(task.taskId))
  // The events are made while Postgres is busy with the paths.
  const [, events] = await Promise.all([insertPaths(tx, tx.schema, ours), makeEvents(endedOurs)])
  await settleCalls(
    tx,
    tx.schema,
    results.flatMap(({ settlement }) => settlement ?? []),
  )
  await countClosed(tx, endedOurs)
  await appendEncoded(tx, events)
  return held
}

async function makeEvents(ended: readonly Ended[]): Promise<EncodedEvents> {
  return encodeEvents(ended.flatMap(({ task, end }) => pathEvents(task, end)))
}

/** Ends tasks that are still held. The rows stay locked, which orders the events of a question. */
async function closeTasks(tx: Transaction, ended: readonly Ended[]): Promise<Set<string>> {
  if (ended.length === 0) return new Set()
  const { rows } = await tx.query<{ id: string }>(
    `update ${tx.schema}.sampling_tasks t set state = 'DONE', lease_owner = null, last_error = null,
       stored = u.stored, shortfall = u.shortfall, shortfall_reason = u.reason
     from unnest($1::bigint[], $2::bigint[], $3::int[], $4::int[], $5::text[]) as u (id, epoch, stored, shortfall, reason)
     where t.id = u.id and t.epoch = u.epoch and t.state = 'LEASED' returning t.id`,
    [
      ended.map(({ task }) => task.taskId),
      ended.map(({ task }) => task.epoch),
      ended.map(({ end }) => end.paths.length),
      ended.map(({ end }) => end.shortfall),
      ended.map(({ end }) => end.reason),
    ],
  )
  return new Set(rows.map((row) => row.id))
}

async function lockHeld(tx: Transaction, results: readonly TaskResult[]): Promise<string[]> {
  if (results.length === 0) return []
  const { rows } = await tx.query<{ id: string }>(
    `select t.id from ${tx.schema}.sampling_tasks t
     join unnest($1::bigint[], $2::bigint[]) as u (id, epoch) on t.id = u.id and t.epoch = u.epoch
     where t.state = 'LEASED' order by t.id for update of t`,
    [results.map(({ task }) => task.taskId), results.map(({ task }) => task.epoch)],
  )
  return rows.map((row) => row.id)
}

async function countClosed(tx: Transaction, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return
  const sets = [...Map.groupBy(ended, ({ task }) => task.sampleSet.request.sampleSetId)]
  const sum = (items: readonly Ended[], of: (end: RoundEnd) => number) =>
    items.reduce((total, { end }) => total + of(end), 0)
  const { rows } = await tx.query<{ state: string }>(
    `with u as (
       select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) as u (id, closed, paths, shortfall)
     ), locked as materialized (
       -- In one order, so that two samplers never wait for each other.
       select id from ${tx.schema}.sample_sets where id in (select id from u) order by id for update
     )
     update ${tx.schema}.sample_sets s set
       closed_count = s.closed_count + u.closed, path_count = s.path_count + u.paths, shortfall = s.shortfall + u.shortfall,
       state = case when s.state = 'SAMPLING' and s.closed_count + u.closed = s.question_count then 'CLOSING' else s.state end
     from u join locked l on l.id = u.id where s.id = u.id returning s.state`,
    [
      sets.map(([id]) => id),
      sets.map(([, items]) => items.length),
      sets.map(([, items]) => sum(items, (end) => end.paths.length)),
      sets.map(([, items]) => sum(items, (end) => end.shortfall)),
    ],
  )
  if (rows.some((row) => row.state === 'CLOSING')) tx.wake(samplingChannel)
}
