import { type EventHandler, on } from '@chorus/common/src/inbox/event-handler.ts'
import {
  evaluationRequested,
  iterationStarted,
  runCancelled,
  runCancelling,
  runCompleted,
  runFailed,
  runPaused,
  runResumed,
  samplingLeaseRenewed,
  trainingSettled,
} from '@chorus/schema/events/index.ts'
import { cancelRun, endRun, pauseRun, renewRunLease, resumeRun } from '../store/control-run.ts'
import { openSampleSet } from '../store/open-sample-set.ts'
import { settleTraining } from '../store/settle-training.ts'

/** What the sampler does when others report: each handler writes rows and calls nobody. */
export const handlers: readonly EventHandler[] = [
  on(iterationStarted, ({ data, event, tx }) => openSampleSet(tx, data, event)),
  on(evaluationRequested, ({ data, event, tx }) => openSampleSet(tx, data, event)),
  on(runPaused, ({ data, event, tx }) => pauseRun(tx, event, data.runId, data.reason)),
  on(runResumed, ({ data, tx }) => resumeRun(tx, data.runId, data.leaseMs)),
  on(runCancelling, ({ data, event, tx }) => cancelRun(tx, event, data.runId, data.reason)),
  on(samplingLeaseRenewed, ({ data, tx }) => renewRunLease(tx, data.runId, data.leaseMs)),
  on(trainingSettled, ({ data, event, tx }) => settleTraining(tx, data, event)),
  on(runCompleted, ({ data, event, tx }) => endRun(tx, event, data.runId, data.reason)),
  on(runFailed, ({ data, event, tx }) => endRun(tx, event, data.runId, data.reason)),
  on(runCancelled, ({ data, event, tx }) => endRun(tx, event, data.runId, data.reason)),
]
