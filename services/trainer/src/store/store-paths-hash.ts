import type { DataOf } from '@chorus/schema/events/define-event.ts'
import type { sampleSetSampled } from '@chorus/schema/events/sampling.ts'
import { appendLog } from './run-log.ts'
import type { LockedRun } from './run-row.ts'

/** Holds the hash over a sample set's paths, and warns of paths that could not be had. */
export async function holdPathsHash(run: LockedRun, told: DataOf<typeof sampleSetSampled>): Promise<void> {
  const { tx } = run
  const { rows } = await tx.query<{ number: number }>(
    `update ${tx.schema}.sample_sets s set paths_hash = $3, path_count = $4, shortfall = $5
     from ${tx.schema}.iterations i
     where s.id = $1 and s.run_id = $2 and s.paths_hash is null and i.id = s.iteration_id returning i.number`,
    [told.sampleSetId, told.runId, told.pathsHash, told.pathCount, told.shortfall],
  )
  if (rows[0] === undefined || told.shortfall === 0) return
  await appendLog(run, {
    type: 'WARNING',
    iteration: rows[0].number,
    message: `${told.shortfall} of ${told.pathCount + told.shortfall} paths could not be had: ${told.shortfallReasons.join('; ')}`,
  })
}
