import { type Command, decideNext } from '../runs/decide-next.ts'
import { endRun } from './end-run.ts'
import { judgeIteration } from './judge-iteration.ts'
import { changeIteration, iterationOf } from './move-iteration.ts'
import { type LoopSettings, openBaseline, openIteration } from './open-iteration.ts'
import { planJob } from './plan-job.ts'
import { readRunView } from './read-run-view.ts'
import { requestEvaluations } from './request-evaluations.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, refresh } from './run-row.ts'
import { ensureWork } from './work.ts'

/** More steps in one transaction than any run can take: the loop went wrong. */
const MAX_STEPS = 1_000

/**
 * Takes every step of a run that can be taken now, in the transaction that changed something. All that a run waits for (events,
 * work, people) ends in a call of this, so that no step is lost when a process dies: what woke it comes again.
 */
export async function advanceRun(run: LockedRun, settings: LoopSettings): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step++) {
    const current = await refresh(run)
    const command = decideNext(await readRunView(current))
    if (command === null) return
    const isWaiting = await apply(current, command, settings)
    if (isWaiting) return
  }
}

/** Carries out a step; true when the run now waits for a worker. */
async function apply(run: LockedRun, command: Command, settings: LoopSettings): Promise<boolean> {
  switch (command.type) {
    case 'START_RUN':
      await startRun(run)
      return false
    case 'MEASURE_BASELINE':
      await openBaseline(run)
      return false
    case 'START_ITERATION':
      await openIteration(run, command, settings)
      return false
    case 'MOVE_ITERATION':
      await changeIteration(run, await iterationOf(run, command.number), { to: command.to })
      return false
    case 'BUILD_TRAINING_SET': {
      const { id } = await iterationOf(run, command.number)
      await ensureWork(run, { kind: 'BUILD_TRAINING_SET', iterationId: id })
      return true
    }
    case 'SKIP_TRAINING':
      await skipTraining(run, command.number)
      return false
    case 'TRAIN':
      await planJob(run, await iterationOf(run, command.number), command.attempt)
      return true
    case 'EVALUATE':
      await requestEvaluations(run, await iterationOf(run, command.number), settings)
      return false
    case 'JUDGE':
      await judgeIteration(run, await iterationOf(run, command.number))
      return false
    case 'END_RUN':
      await endRun(run, command)
      return true
    case 'FINISH_CANCELLATION':
      await endRun(run, { status: 'CANCELLED', reason: run.row.status_reason ?? 'cancelled' })
      return true
  }
}

async function startRun(run: LockedRun): Promise<void> {
  const { tx, row } = run
  await tx.query(
    `update ${tx.schema}.runs set status = 'RUNNING', status_reason = null, started_at = clock_timestamp() where id = $1`,
    [row.id],
  )
  await appendLog(run, {
    type: 'RUN_STARTED',
    iteration: null,
    message: `Run started from ${row.config.model}`,
  })
}

async function skipTraining(run: LockedRun, number: number): Promise<void> {
  const reason = 'no path is left to train on, so the run goes on from the same model'
  await changeIteration(run, await iterationOf(run, number), { to: 'REJECTED', reason })
  await appendLog(run, { type: 'WARNING', iteration: number, message: `Iteration ${number}: ${reason}` })
}
