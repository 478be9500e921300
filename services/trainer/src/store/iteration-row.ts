import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { GateEvidence, GateVerdict } from '../gate/decide-gate.ts'
import type { IterationStatus } from '../runs/iteration-machine.ts'

/** A decision on a new model version, as it is stored with its iteration. */
export type StoredGate = {
  readonly verdict: GateVerdict
  readonly decision: 'PROMOTED' | 'REJECTED' | null
  readonly decidedBy: 'SELF' | 'PERSON' | null
  readonly reason: string
  readonly evidence: readonly GateEvidence[]
  /** ISO 8601. */
  readonly decidedAt: string | null
}

/** An iteration as it is stored. */
export type IterationRow = {
  readonly id: string
  readonly run_id: string
  readonly number: number
  readonly status: IterationStatus
  readonly status_reason: string | null
  readonly sample_set_id: string | null
  readonly questions_planned: number
  readonly parent_model_version_id: string
  readonly model_version_id: string | null
  readonly votes_held: number
  readonly announced_vote_count: number | null
  readonly announced_kept_path_count: number | null
  readonly announced_vote_ids_hash: string | null
  readonly training_set_id: string | null
  readonly gate: StoredGate | null
  readonly started_at: Date
  readonly finished_at: Date | null
}

/** Columns of IterationRow, for a table with the alias i. */
export const ITERATION_COLUMNS = `i.id, i.run_id, i.number, i.status, i.status_reason, i.sample_set_id, i.questions_planned,
  i.parent_model_version_id, i.model_version_id, i.votes_held, i.announced_vote_count, i.announced_kept_path_count,
  i.announced_vote_ids_hash, i.training_set_id, i.gate, i.started_at, i.finished_at`

type Schema = Queryable & { readonly schema: string }

/** The iterations of runs, in order; number 0 included. */
export async function readIterations(db: Schema, runIds: readonly string[]): Promise<IterationRow[]> {
  const { rows } = await db.query<IterationRow>(
    `select ${ITERATION_COLUMNS} from ${db.schema}.iterations i where i.run_id = any($1) order by i.run_id, i.number`,
    [runIds],
  )
  return rows
}

/** One iteration by id; null when there is none. */
export async function readIteration(db: Schema, id: string): Promise<IterationRow | null> {
  const { rows } = await db.query<IterationRow>(
    `select ${ITERATION_COLUMNS} from ${db.schema}.iterations i where i.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** Iterations by id, of one project; those that are missing are left out. */
export async function readProjectIterations(
  db: Schema,
  project: string,
  ids: readonly string[],
): Promise<IterationRow[]> {
  const { rows } = await db.query<IterationRow>(
    `select ${ITERATION_COLUMNS} from ${db.schema}.iterations i join ${db.schema}.runs r on r.id = i.run_id
     where r.project = $1 and i.id = any($2)`,
    [project, ids],
  )
  return rows
}
