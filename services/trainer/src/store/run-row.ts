import type { EventOrigin } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Queryable, Transaction } from '@chorus/common/src/postgres/database.ts'
import type { RunConfig } from '../runs/run-config.ts'
import type { RunStatus } from '../runs/run-machine.ts'

/** A run as it is stored. */
export type RunRow = {
  readonly id: string
  readonly project: string
  readonly actor: string
  readonly name: string
  readonly status: RunStatus
  readonly status_reason: string | null
  readonly config: RunConfig
  readonly config_hash: string
  readonly base_model_version_id: string
  readonly current_model_version_id: string
  readonly last_sequence: number
  readonly content_hash: string | null
  readonly is_sampler_busy: boolean
  readonly created_at: Date
  readonly started_at: Date | null
  readonly finished_at: Date | null
}

/** Columns of RunRow, for a table with the alias r. */
export const RUN_COLUMNS = `r.id, r.project, r.actor, r.name, r.status, r.status_reason, r.config, r.config_hash,
  r.base_model_version_id, r.current_model_version_id, r.last_sequence, r.content_hash, r.is_sampler_busy, r.created_at,
  r.started_at, r.finished_at`

/** A run whose row this transaction holds locked: what gives order to its log and its events. */
export type LockedRun = { readonly tx: Transaction; readonly row: RunRow }

/** Locks a run's row for the rest of the transaction; null when there is none. Every change of a run begins here. */
export async function lockRun(tx: Transaction, runId: string): Promise<LockedRun | null> {
  const { rows } = await tx.query<RunRow>(
    `select ${RUN_COLUMNS} from ${tx.schema}.runs r where r.id = $1 for update`,
    [runId],
  )
  return rows[0] ? { tx, row: rows[0] } : null
}

/** The run as it is now, its lock still held. */
export async function refresh(run: LockedRun): Promise<LockedRun> {
  return (await lockRun(run.tx, run.row.id)) ?? run
}

/** Runs by id, of one project; those that are missing are left out. */
export async function readRuns(
  db: Queryable & { readonly schema: string },
  project: string,
  ids: readonly string[],
): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(
    `select ${RUN_COLUMNS} from ${db.schema}.runs r where r.project = $1 and r.id = any($2)`,
    [project, ids],
  )
  return rows
}

/** Whose the run's events are. */
export function originOfRun(row: RunRow): EventOrigin {
  return { project: row.project, actor: row.actor }
}

/** Project and actor of a run, for questions to other services on its behalf. */
export async function readRunOwner(
  db: Queryable & { readonly schema: string },
  runId: string,
): Promise<{ readonly project: string; readonly actor: string }> {
  const { rows } = await db.query<{ project: string; actor: string }>(
    `select project, actor from ${db.schema}.runs where id = $1`,
    [runId],
  )
  return rows[0] ?? { project: '', actor: '' }
}
