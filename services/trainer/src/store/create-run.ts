import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { claimIdempotencyKey } from '@chorus/common/src/mutations/claim-idempotency-key.ts'
import { writeAudit } from '@chorus/common/src/mutations/write-audit.ts'
import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { EventOrigin } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Database, Queryable, Transaction } from '@chorus/common/src/postgres/database.ts'
import { runCreated } from '@chorus/schema/events/lifecycle.ts'
import { configHash, type RunConfig } from '../runs/run-config.ts'
import { findOrMakeBase } from './model-versions.ts'
import { appendLog } from './run-log.ts'
import { lockRun } from './run-row.ts'
import { ensureWork } from './work.ts'

const MUTATION = 'createRun'

/** An accepted request. */
export type NewRun = {
  readonly origin: EventOrigin
  readonly name: string
  readonly config: RunConfig
  /** Bare id of the model version to start from; null to start from the config's model itself. */
  readonly modelVersionId: string | null
  readonly idempotencyKey: string
  readonly requestHash: string
}

export type CreatedRun = { readonly kind: 'created'; readonly runId: string } | { readonly kind: 'conflict' }

/** What an earlier request under the same key came to; null when the key is new. */
export async function findEarlierRun(
  db: Queryable & { readonly schema: string },
  request: { readonly project: string; readonly idempotencyKey: string; readonly requestHash: string },
): Promise<CreatedRun | null> {
  const { rows } = await db.query<{ request_hash: string; result_id: string }>(
    `select request_hash, result_id from ${db.schema}.idempotency_keys
     where project = $1 and mutation = $2 and key = $3 and created_at > now() - interval '7 days'`,
    [request.project, MUTATION, request.idempotencyKey],
  )
  const earlier = rows[0]
  if (earlier === undefined) return null
  return earlier.request_hash === request.requestHash
    ? { kind: 'created', runId: earlier.result_id }
    : { kind: 'conflict' }
}

/** Stores a run, QUEUED. Twice with one key gives one run; with another body it is a conflict. */
export function createRun(db: Database, input: NewRun): Promise<CreatedRun> {
  const runId = uuidv7()
  return db.transaction(
    async (tx) => {
      const claim = await claimIdempotencyKey(tx, {
        project: input.origin.project,
        mutation: MUTATION,
        key: input.idempotencyKey,
        requestHash: input.requestHash,
        resultId: runId,
      })
      if (claim.kind === 'conflict') return { kind: 'conflict' }
      if (claim.kind === 'replay') return { kind: 'created', runId: claim.resultId }
      await insertRun(tx, runId, input)
      return { kind: 'created', runId }
    },
    // The key makes a repeat give the same run.
    { idempotent: true },
  )
}

async function insertRun(tx: Transaction, runId: string, input: NewRun): Promise<void> {
  const { origin, name, config } = input
  const { project, actor } = origin
  const baseId =
    input.modelVersionId ??
    (await findOrMakeBase(tx, {
      project,
      endpointId: config.endpoint.id,
      model: config.model,
      modelKey: config.modelKey,
    }))
  const hash = configHash(config)
  await tx.query(
    `insert into ${tx.schema}.runs
       (id, project, actor, name, status, config, config_hash, base_model_version_id, current_model_version_id)
     values ($1, $2, $3, $4, 'QUEUED', $5, $6, $7, $7)`,
    [runId, project, actor, name, JSON.stringify(config), hash, baseId],
  )
  const run = await lockRun(tx, runId)
  if (run === null) return
  await appendLog(run, {
    type: 'RUN_CREATED',
    iteration: null,
    message: `Run “${name}” accepted: ${describePlan(config)}`,
  })
  const data = { runId, name, iterations: config.learning ? config.iterations : 0, configHash: hash }
  await appendEvents(tx, [eventOf(runCreated, data, origin)])
  await ensureWork(run, { kind: 'START' })
  await writeAudit(tx, {
    project,
    actor,
    mutation: MUTATION,
    inputHash: input.requestHash,
    result: runId,
  })
}

function describePlan(config: RunConfig): string {
  const { learning, sampling } = config
  if (learning === null) return `measures ${config.model}, learns nothing`
  const what = config.training ? 'learns from' : 'samples and votes on'
  return `${what} ${learning.questionsPerIteration} questions × ${sampling.samplesPerQuestion} paths in each of ${config.iterations} iterations, seed ${config.seed}`
}
