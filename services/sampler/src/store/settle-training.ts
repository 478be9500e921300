import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import type { EventMeta } from '@chorus/common/src/outbox/event-envelope.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import type { DataOf, trainingSettled } from '@chorus/schema/events/index.ts'
import { formatMoney, priceTokens } from '../ledger/money.ts'
import { pricesOf } from '../ledger/prices-of.ts'
import type { EndpointModel } from '../sampling/work.ts'

/** Puts the tokens of a fine-tuning job into the ledger of its run, at the prices that the run pinned; once for each job. */
export async function settleTraining(
  tx: Transaction,
  job: DataOf<typeof trainingSettled>,
  event: EventMeta,
): Promise<void> {
  const { rows } = await tx.query<{ models: EndpointModel[] }>(
    `select models from ${tx.schema}.endpoint_versions where endpoint_id = $1 and version = $2`,
    [job.endpointId, job.endpointVersion],
  )
  const prices = pricesOf(rows[0]?.models ?? [], job.model)
  const cost = priceTokens(BigInt(job.trainedTokens), prices.trainingUsdPerMillionTokens)
  await tx.query(
    `with added as (
       insert into ${tx.schema}.calls (id, project, run_id, endpoint_id, endpoint_version, model, state, cost_usd,
         trained_tokens, job_id, settled_at)
       values ($1, $2, $3, $4, $5, $6, 'SETTLED', $7, $8, $9, clock_timestamp())
       on conflict do nothing returning run_id, cost_usd, trained_tokens
     )
     update ${tx.schema}.runs r set spent_usd = r.spent_usd + a.cost_usd, trained_tokens = r.trained_tokens + a.trained_tokens
     from added a where r.id = a.run_id`,
    [
      uuidv7(),
      event.project,
      job.runId,
      job.endpointId,
      job.endpointVersion,
      job.model,
      formatMoney(cost),
      job.trainedTokens,
      job.jobId,
    ],
  )
}
