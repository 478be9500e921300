import type { Database } from '../postgres/database.ts'

/** Who asks to lead, and for how long. */
export interface LeadInput {
  readonly db: Database
  /** A row of the schema's table leaders. */
  readonly name: string
  readonly owner: string
  readonly leaseMs: number
}

/**
 * Takes or renews the lead on the database's clock; true when the caller leads. A row, not an advisory lock: a lock stays with
 * a process that is frozen.
 */
export async function lead(input: LeadInput): Promise<boolean> {
  const { db, name, owner, leaseMs } = input
  const done = await db.query(
    `update ${db.schema}.leaders set
       epoch = case when owner = $2 then epoch else epoch + 1 end,
       owner = $2,
       expires_at = clock_timestamp() + $3 * interval '1 ms'
     where name = $1 and (owner = $2 or owner is null or expires_at < clock_timestamp())`,
    [name, owner, leaseMs],
  )
  return done.rowCount === 1
}

/** Gives the lead back, so that another can have it at once. */
export async function stepDown(input: Omit<LeadInput, 'leaseMs'>): Promise<void> {
  const { db, name, owner } = input
  await db.query(`update ${db.schema}.leaders set owner = null where name = $1 and owner = $2`, [name, owner])
}
