import { uuidv7 } from '../ids/uuid.ts'
import type { Transaction } from '../postgres/database.ts'

/** Writes who did what, in the transaction of the mutation itself. */
export async function writeAudit(
  tx: Transaction,
  entry: {
    readonly project: string
    readonly actor: string
    readonly mutation: string
    /** SHA-256 of the input, hex. */
    readonly inputHash: string
    /** Id of what was made or changed, or the code of the refusal. */
    readonly result: string
  },
): Promise<void> {
  await tx.query(
    `insert into ${tx.schema}.audit (id, project, actor, mutation, input_hash, result) values ($1, $2, $3, $4, $5, $6)`,
    [uuidv7(), entry.project, entry.actor, entry.mutation, entry.inputHash, entry.result],
  )
}
