import type { Transaction } from '../postgres/database.ts'
import { IDEMPOTENCY_DAYS } from './mutation-tables.ts'

export type IdempotencyClaim =
  /** The key is new: make the thing under this id. */
  | { readonly kind: 'new' }
  /** The same request was answered before: give the same thing. */
  | { readonly kind: 'replay'; readonly resultId: string }
  /** The key was used with another body. */
  | { readonly kind: 'conflict' }

/**
 * Takes an idempotency key in the transaction that makes the thing. Two requests at once with one key are put in order by
 * the primary key: the second waits for the first to commit. Keys older than 7 days are free again.
 */
export async function claimIdempotencyKey(
  tx: Transaction,
  request: {
    readonly project: string
    readonly mutation: string
    readonly key: string
    /** SHA-256 of the request's body, hex. */
    readonly requestHash: string
    /** Id of the thing that is made when the key is new. */
    readonly resultId: string
  },
): Promise<IdempotencyClaim> {
  const { project, mutation, key, requestHash, resultId } = request
  const inserted = await tx.query(
    `insert into ${tx.schema}.idempotency_keys as k (project, mutation, key, request_hash, result_id)
     values ($1, $2, $3, $4, $5)
     on conflict (project, mutation, key) do update
       set request_hash = excluded.request_hash, result_id = excluded.result_id, created_at = now()
       where k.created_at < now() - make_interval(days => ${IDEMPOTENCY_DAYS})`,
    [project, mutation, key, requestHash, resultId],
  )
  if (inserted.rowCount === 1) return { kind: 'new' }
  const { rows } = await tx.query<{ request_hash: string; result_id: string }>(
    `select request_hash, result_id from ${tx.schema}.idempotency_keys where project = $1 and mutation = $2 and key = $3`,
    [project, mutation, key],
  )
  const earlier = rows[0]
  return earlier && earlier.request_hash === requestHash
    ? { kind: 'replay', resultId: earlier.result_id }
    : { kind: 'conflict' }
}
