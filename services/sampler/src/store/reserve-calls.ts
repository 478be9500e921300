import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import { admitReservations, type LedgerState } from '../ledger/admit-reservations.ts'
import { formatMoney, parseMoney } from '../ledger/money.ts'
import type { Reservation, ReservationVerdict } from '../sampling/sampling-store.ts'

/**
 * Reserves room in their runs' budgets for calls that are about to begin, and writes them down, so that a call is known before
 * it is made. Runs without a budget take one statement.
 */
export async function reserveCalls(
  db: Database,
  requests: readonly Reservation[],
): Promise<ReservationVerdict[]> {
  const admitted = await reserveWithoutBudget(db, requests)
  const rest = requests.filter((request) => !admitted.has(request.callId))
  const verdicts = new Map<string, ReservationVerdict>()
  if (rest.length > 0) {
    await db.transaction(
      async (tx) => {
        for (const [callId, verdict] of await reserveWithinBudget(tx, rest)) verdicts.set(callId, verdict)
      },
      { idempotent: true },
    )
  }
  return requests.map(({ callId }) =>
    admitted.has(callId) ? 'ADMITTED' : (verdicts.get(callId) ?? 'INACTIVE'),
  )
}

async function reserveWithoutBudget(db: Database, requests: readonly Reservation[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `with ${insertCalls(db.schema, 'and r.max_cost_usd is null and r.max_tokens is null')}
     , sums as (
       select run_id, sum(reserved_usd) as usd, sum(reserved_tokens) as tokens from inserted group by run_id
     ), locked as materialized (
       select id from ${db.schema}.runs where id in (select run_id from sums) order by id for update
     ), added as (
       update ${db.schema}.runs r set reserved_usd = r.reserved_usd + s.usd, reserved_tokens = r.reserved_tokens + s.tokens
       from sums s join locked l on l.id = s.run_id where r.id = s.run_id
     )
     select id from inserted`,
    callColumns(requests),
  )
  return new Set(rows.map((row) => row.id))
}

async function reserveWithinBudget(
  tx: Transaction,
  requests: readonly Reservation[],
): Promise<Map<string, ReservationVerdict>> {
  const verdicts = new Map<string, ReservationVerdict>()
  const states = await lockRuns(tx, [...new Set(requests.map((request) => request.task.sampleSet.runId))])
  const admitted: Reservation[] = []
  for (const [runId, ofRun] of Map.groupBy(requests, (request) => request.task.sampleSet.runId)) {
    const state = states.get(runId)
    if (state === undefined) continue
    const result = admitReservations(
      state,
      ofRun.map((request) => request.amount),
    )
    ofRun.forEach((request, i) => {
      const verdict = result.verdicts[i] ?? 'WAITING'
      verdicts.set(request.callId, verdict)
      if (verdict === 'ADMITTED') admitted.push(request)
    })
    await tx.query(`update ${tx.schema}.runs set reserved_usd = $2, reserved_tokens = $3 where id = $1`, [
      runId,
      formatMoney(result.reserved.usd),
      result.reserved.tokens.toString(),
    ])
  }
  if (admitted.length > 0) {
    await tx.query(`with ${insertCalls(tx.schema, '')} select id from inserted`, callColumns(admitted))
  }
  return verdicts
}

type RunRow = {
  id: string
  max_cost_usd: string | null
  max_tokens: string | null
  spent_usd: string
  spent_tokens: string
  reserved_usd: string
  reserved_tokens: string
}

/** Locks the runs that may call, in an order that all keep to. */
async function lockRuns(tx: Transaction, runIds: readonly string[]): Promise<Map<string, LedgerState>> {
  const { rows } = await tx.query<RunRow>(
    `select id, max_cost_usd, max_tokens, spent_usd, prompt_tokens + completion_tokens + trained_tokens as spent_tokens,
       reserved_usd, reserved_tokens
     from ${tx.schema}.runs
     where id = any($1::uuid[]) and status = 'ACTIVE' and lease_until > clock_timestamp() order by id for update`,
    [runIds],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        maxUsd: row.max_cost_usd === null ? null : parseMoney(row.max_cost_usd),
        maxTokens: row.max_tokens === null ? null : BigInt(row.max_tokens),
        spent: { usd: parseMoney(row.spent_usd), tokens: BigInt(row.spent_tokens) },
        reserved: { usd: parseMoney(row.reserved_usd), tokens: BigInt(row.reserved_tokens) },
      },
    ]),
  )
}

/** The rows `inserted`: calls of runs that are active and have a lease. */
function insertCalls(schema: string, condition: string): string {
  return `inserted as (
    insert into ${schema}.calls (id, project, run_id, sample_set_id, task_id, epoch, endpoint_id, endpoint_version, model,
      state, asked, reserved_usd, reserved_tokens)
    select u.id, r.project, r.id, u.sample_set_id, u.task_id, u.epoch, u.endpoint_id, u.endpoint_version, u.model,
      'RESERVED', u.asked, u.usd, u.tokens
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::int[], $8::text[],
      $9::int[], $10::numeric[], $11::numeric[])
      as u (id, run_id, sample_set_id, task_id, epoch, endpoint_id, endpoint_version, model, asked, usd, tokens)
    join ${schema}.runs r on r.id = u.run_id
    where r.status = 'ACTIVE' and r.lease_until > clock_timestamp() ${condition}
    on conflict (id) do nothing
    returning id, run_id, reserved_usd, reserved_tokens
  )`
}

function callColumns(requests: readonly Reservation[]): unknown[] {
  const sets = requests.map((request) => request.task.sampleSet)
  return [
    requests.map((request) => request.callId),
    sets.map((set) => set.runId),
    sets.map((set) => set.request.sampleSetId),
    requests.map((request) => request.task.taskId),
    requests.map((request) => request.task.epoch),
    sets.map((set) => set.endpoint.endpointId),
    sets.map((set) => set.endpoint.version),
    sets.map((set) => set.request.model),
    requests.map((request) => request.choices),
    requests.map((request) => formatMoney(request.amount.usd)),
    requests.map((request) => request.amount.tokens.toString()),
  ]
}
