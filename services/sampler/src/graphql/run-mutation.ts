import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { claimIdempotencyKey } from '@chorus/common/src/mutations/claim-idempotency-key.ts'
import { writeAudit } from '@chorus/common/src/mutations/write-audit.ts'
import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import { hashOf, type Json } from '@chorus/schema/method/canonical-json.ts'
import { checkText } from '../input/check-text.ts'
import { type Issue, MAX_NAME_LENGTH } from '../input/issue.ts'
import type { GraphqlContext } from './context.ts'

/** Thrown inside a mutation's transaction: nothing is done, and these are the reasons. */
export class Refusal extends Error {
  readonly issues: readonly Issue[]

  constructor(...issues: Issue[]) {
    super('the mutation was refused')
    this.name = 'Refusal'
    this.issues = issues
  }
}

/** The row that a mutation made or changed, or what is wrong with its input. */
export type MutationResult =
  | { readonly id: string; readonly issues: readonly [] }
  | { readonly id: null; readonly issues: readonly Issue[] }

/**
 * Carries out a mutation in one transaction with its idempotency key and its audit row.
 * @param mutation.issues what is wrong already; then nothing is tried.
 * @param mutation.work gives the key of the row that it made or changed; `newId` is free to be used for a new one.
 */
export async function runMutation(mutation: {
  readonly db: Database
  readonly context: GraphqlContext
  readonly name: string
  readonly input: object
  /** Absent for mutations that are idempotent by themselves. */
  readonly idempotencyKey?: string
  /** Row that is changed; absent where one is made. */
  readonly targetId?: string
  readonly issues: readonly Issue[]
  readonly work: (tx: Transaction, newId: string) => Promise<string>
}): Promise<MutationResult> {
  const { db, context, name, idempotencyKey } = mutation
  const issues = [...mutation.issues, ...checkKey(idempotencyKey)]
  const inputHash = hashOf(JSON.parse(JSON.stringify(mutation.input)) as Json)
  const audit = { project: context.project, actor: context.actor.id, mutation: name, inputHash }
  if (issues.length > 0) return { id: null, issues }
  try {
    const id = await db.transaction(async (tx) => {
      const newId = mutation.targetId ?? uuidv7()
      const earlier = await claim(tx, {
        project: context.project,
        mutation: name,
        idempotencyKey,
        inputHash,
        newId,
      })
      if (earlier !== null) return earlier
      const made = await mutation.work(tx, newId)
      await writeAudit(tx, { ...audit, result: made })
      return made
    })
    return { id, issues: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const result = error.issues[0]?.code ?? 'INVALID'
    await db.transaction((tx) => writeAudit(tx, { ...audit, result }))
    return { id: null, issues: error.issues }
  }
}

function checkKey(key: string | undefined): Issue[] {
  const rule = { path: ['idempotencyKey'], what: 'an idempotency key', maxLength: MAX_NAME_LENGTH }
  return key === undefined ? [] : checkText(key, rule)
}

/** The id that an earlier request with this key made; null when the key is new or there is none. */
async function claim(
  tx: Transaction,
  request: {
    readonly project: string
    readonly mutation: string
    readonly idempotencyKey: string | undefined
    readonly inputHash: string
    readonly newId: string
  },
): Promise<string | null> {
  const { project, mutation, idempotencyKey: key, inputHash: requestHash, newId: resultId } = request
  if (key === undefined) return null
  const claimed = await claimIdempotencyKey(tx, { project, mutation, key, requestHash, resultId })
  if (claimed.kind === 'new') return null
  if (claimed.kind === 'replay') return claimed.resultId
  throw new Refusal({
    code: 'CONFLICT',
    path: ['idempotencyKey'],
    message:
      'Expected a new idempotency key, found one that was used with another body within 7 days. Use another key.',
  })
}

/** There is nothing with this id in the project. */
export function notFound(what: string, path: string[]): Issue {
  return {
    code: 'NOT_FOUND',
    path,
    message: `Expected the id of ${what} of this project, found none such. Correct the id.`,
  }
}
