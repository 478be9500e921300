import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { EndpointDraft } from '../endpoints/endpoint-input.ts'
import { samplingChannel } from './channels.ts'

/** Makes version 1 of an endpoint; false when its name is taken. */
export async function insertEndpoint(
  tx: Transaction,
  endpoint: { readonly id: string; readonly project: string; readonly name: string },
  draft: EndpointDraft,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into ${tx.schema}.endpoints (id, project, name, version, limits) values ($1, $2, $3, 1, $4)
     on conflict (project, name) do nothing`,
    [endpoint.id, endpoint.project, endpoint.name, JSON.stringify(draft.limits)],
  )
  if (rowCount === 0) return false
  await insertVersion(tx, endpoint.id, 1, draft)
  return true
}

/** An endpoint at its latest version, locked until the transaction ends. */
export async function lockEndpoint(
  tx: Transaction,
  endpoint: { readonly id: string; readonly project: string },
): Promise<
  { readonly version: number; readonly isArchived: boolean; readonly draft: EndpointDraft } | undefined
> {
  const { rows } = await tx.query<LockedRow>(
    `select e.version, e.limits, e.archived_at, v.base_url, v.key_variable, v.protocol, v.models, v.seeded, v.fine_tuning
     from ${tx.schema}.endpoints e
     join ${tx.schema}.endpoint_versions v on v.endpoint_id = e.id and v.version = e.version
     where e.id = $1 and e.project = $2 for update of e`,
    [endpoint.id, endpoint.project],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const draft = {
    baseUrl: row.base_url,
    keyVariable: row.key_variable,
    protocol: row.protocol,
    models: row.models,
    limits: row.limits,
    seeded: row.seeded,
    fineTuning: row.fine_tuning,
  }
  return { version: row.version, isArchived: row.archived_at !== null, draft }
}

type LockedRow = {
  version: number
  limits: EndpointDraft['limits']
  archived_at: Date | null
  base_url: string
  key_variable: string | null
  protocol: EndpointDraft['protocol']
  models: EndpointDraft['models']
  seeded: boolean
  fine_tuning: boolean
}

/** Makes the next version of a locked endpoint. Its limits apply at once. */
export async function insertNextVersion(
  tx: Transaction,
  endpoint: { readonly id: string; readonly version: number },
  draft: EndpointDraft,
): Promise<void> {
  await insertVersion(tx, endpoint.id, endpoint.version + 1, draft)
  await tx.query(`update ${tx.schema}.endpoints set version = $2, limits = $3 where id = $1`, [
    endpoint.id,
    endpoint.version + 1,
    JSON.stringify(draft.limits),
  ])
  tx.wake(samplingChannel)
}

/** Hides an endpoint; one that is hidden already stays as it is. */
export async function archiveEndpoint(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update ${tx.schema}.endpoints set archived_at = clock_timestamp() where id = $1 and archived_at is null`,
    [id],
  )
}

async function insertVersion(
  tx: Transaction,
  endpointId: string,
  version: number,
  draft: EndpointDraft,
): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.endpoint_versions (endpoint_id, version, base_url, key_variable, protocol, models, seeded, fine_tuning)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      endpointId,
      version,
      draft.baseUrl,
      draft.keyVariable,
      draft.protocol,
      JSON.stringify(draft.models),
      draft.seeded,
      draft.fineTuning,
    ],
  )
}
