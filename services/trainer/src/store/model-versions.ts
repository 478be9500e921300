import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import type { Queryable, Transaction } from '@chorus/common/src/postgres/database.ts'

export type ModelVersionStatus = 'BASE' | 'CANDIDATE' | 'PROMOTED' | 'REJECTED'

/** A model version as it is stored. */
export type ModelVersionRow = {
  readonly id: string
  readonly project: string
  readonly run_id: string | null
  readonly iteration_id: string | null
  readonly name: string | null
  readonly status: ModelVersionStatus
  readonly parent_id: string | null
  readonly endpoint_id: string
  readonly listed_model: string
  readonly model_key: string
  readonly training_set_id: string | null
  readonly created_at: Date
}

/** Columns of ModelVersionRow, for a table with the alias m. */
export const MODEL_VERSION_COLUMNS = `m.id, m.project, m.run_id, m.iteration_id, m.name, m.status, m.parent_id, m.endpoint_id,
  m.listed_model, m.model_key, m.training_set_id, m.created_at`

type Schema = Queryable & { readonly schema: string }

/** Model versions by id, of one project; those that are missing are left out. */
export async function readModelVersions(
  db: Schema,
  project: string,
  ids: readonly string[],
): Promise<ModelVersionRow[]> {
  const { rows } = await db.query<ModelVersionRow>(
    `select ${MODEL_VERSION_COLUMNS} from ${db.schema}.model_versions m where m.project = $1 and m.id = any($2)`,
    [project, ids],
  )
  return rows
}

/** The version that stands for a model of an endpoint that was there before; made when it is first used. */
export async function findOrMakeBase(
  tx: Transaction,
  base: {
    readonly project: string
    readonly endpointId: string
    readonly model: string
    readonly modelKey: string
  },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into ${tx.schema}.model_versions (id, project, name, status, endpoint_id, listed_model, model_key)
     values ($1, $2, $3, 'BASE', $4, $3, $5)
     on conflict (project, endpoint_id, name) where status = 'BASE' do update set name = excluded.name
     returning id`,
    [uuidv7(), base.project, base.model, base.endpointId, base.modelKey],
  )
  return rows[0]?.id ?? ''
}
