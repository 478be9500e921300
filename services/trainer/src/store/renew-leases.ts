import { messageOf } from '@chorus/common/src/errors/chorus-error.ts'
import type { Logger } from '@chorus/common/src/log/create-logger.ts'
import { appendEvents, eventOf } from '@chorus/common/src/outbox/append-events.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { samplingLeaseRenewed } from '@chorus/schema/events/run-control.ts'
import { advanceRun } from './advance-run.ts'
import type { LoopSettings } from './open-iteration.ts'
import { lockRun, originOfRun } from './run-row.ts'

/** A part that keeps the sampler working for every running run, as long as this process lives. */
export function createLeaseRenewal(input: {
  readonly db: Database
  readonly settings: LoopSettings
  readonly log: Logger
}) {
  const { settings, log } = input
  const everyMs = settings.samplingLeaseMs / 3
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  const look = () => {
    current = current
      .then(() => renewLeases(input.db, settings, everyMs))
      .catch((error: unknown) => log.warn({ err: error }, `leases were not renewed: ${messageOf(error)}`))
  }
  return {
    start: async () => {
      timer = setInterval(look, Math.min(everyMs / 4, 5_000))
    },
    stop: async () => {
      clearInterval(timer)
      await current
    },
  }
}

/** Renews what is due, one run a transaction; of several processes each run is renewed by one. */
async function renewLeases(db: Database, settings: LoopSettings, everyMs: number): Promise<void> {
  const due = `status = 'RUNNING' and is_sampler_busy
    and (lease_renewed_at is null or lease_renewed_at < clock_timestamp() - $1 * interval '1 ms')`
  const { rows } = await db.query<{ id: string }>(`select id from ${db.schema}.runs where ${due}`, [everyMs])
  for (const { id } of rows) {
    await db.transaction(async (tx) => {
      const taken = await tx.query(
        `update ${tx.schema}.runs set lease_renewed_at = clock_timestamp() where ${due} and id = $2`,
        [everyMs, id],
      )
      const run = taken.rowCount === 1 ? await lockRun(tx, id) : null
      if (run === null) return
      const data = { runId: id, leaseMs: settings.samplingLeaseMs }
      await appendEvents(tx, [eventOf(samplingLeaseRenewed, data, originOfRun(run.row))])
      // Nothing should be left to do; where a step was missed all the same, the run goes on here.
      await advanceRun(run, settings)
    })
  }
}
