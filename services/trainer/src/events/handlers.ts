import { type EventHandler, on } from '@chorus/common/src/inbox/event-handler.ts'
import type { Transaction } from '@chorus/common/src/postgres/database.ts'
import { sampleSetSampled, samplingBlocked, samplingStopped } from '@chorus/schema/events/sampling.ts'
import { evaluationScored, iterationVoted, pathsKept, questionVoted } from '@chorus/schema/events/voting.ts'
import { hasEnded } from '../runs/run-machine.ts'
import { advanceRun } from '../store/advance-run.ts'
import { noteSamplingBlocked, noteSamplingStopped } from '../store/change-run.ts'
import type { LoopSettings } from '../store/open-iteration.ts'
import { type LockedRun, lockRun } from '../store/run-row.ts'
import { holdScore } from '../store/store-evaluation.ts'
import { holdPathsHash } from '../store/store-paths-hash.ts'
import { holdAnnouncement, holdKeptPaths, holdVote } from '../store/store-votes.ts'

/** Does something with a run that still lives; an event of an unknown or ended run comes too late and changes nothing. */
async function withLiveRun(
  tx: Transaction,
  runId: string,
  work: (run: LockedRun) => Promise<void>,
): Promise<void> {
  const run = await lockRun(tx, runId)
  if (run !== null && !hasEnded(run.row.status)) await work(run)
}

/** What the trainer does with each event it consumes: quick, idempotent, and each may be the one a run waited for. */
export function createEventHandlers(settings: LoopSettings): EventHandler[] {
  return [
    on(questionVoted, ({ data, tx }) =>
      withLiveRun(tx, data.runId, async (run) => {
        if (await holdVote(run, data)) await advanceRun(run, settings)
      }),
    ),
    on(pathsKept, ({ data, tx }) =>
      withLiveRun(tx, data.runId, async (run) => {
        if (await holdKeptPaths(run, data)) await advanceRun(run, settings)
      }),
    ),
    on(iterationVoted, ({ data, tx }) =>
      withLiveRun(tx, data.runId, async (run) => {
        await holdAnnouncement(run, data)
        await advanceRun(run, settings)
      }),
    ),
    on(sampleSetSampled, ({ data, tx }) =>
      withLiveRun(tx, data.runId, async (run) => {
        await holdPathsHash(run, data)
        await advanceRun(run, settings)
      }),
    ),
    on(evaluationScored, ({ data, tx }) =>
      withLiveRun(tx, data.runId, async (run) => {
        await holdScore(run, data)
        await advanceRun(run, settings)
      }),
    ),
    on(samplingBlocked, ({ data, tx }) =>
      withLiveRun(tx, data.runId, (run) => noteSamplingBlocked(run, data)),
    ),
    on(samplingStopped, ({ data, tx }) =>
      withLiveRun(tx, data.runId, (run) => noteSamplingStopped(run, settings)),
    ),
  ]
}
