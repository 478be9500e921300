import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import type { IterationStatus } from '../runs/iteration-machine.ts'
import type { RunStatus } from '../runs/run-machine.ts'
import type { StoredGate } from './iteration-row.ts'
import type { LockedRun } from './run-row.ts'

export type LogType =
  | 'RUN_CREATED'
  | 'RUN_STARTED'
  | 'ITERATION_STARTED'
  | 'STAGE_CHANGED'
  | 'QUESTIONS_VOTED'
  | 'TRAINING_SET_BUILT'
  | 'TRAINING_PROGRESSED'
  | 'MODEL_VERSION_TRAINED'
  | 'EVALUATION_SCORED'
  | 'GATE_DECIDED'
  | 'APPROVAL_REQUESTED'
  | 'RUN_PAUSED'
  | 'RUN_RESUMED'
  | 'RUN_CANCELLING'
  | 'WARNING'
  | 'RUN_COMPLETED'
  | 'RUN_FAILED'
  | 'RUN_CANCELLED'

/** What a line of the log is about; ids are bare UUIDs. */
export type LogDetails =
  | { readonly kind: 'STAGE'; readonly from: IterationStatus | null; readonly to: IterationStatus }
  | {
      readonly kind: 'VOTING'
      readonly questionsVoted: number
      readonly questionsPlanned: number
      readonly consensus: number
      readonly meanAgreement: number
    }
  | { readonly kind: 'TRAINING_SET'; readonly trainingSetId: string }
  | {
      readonly kind: 'TRAINING'
      readonly step: number
      readonly stepsPlanned: number
      readonly loss: number
    }
  | { readonly kind: 'MODEL_VERSION'; readonly modelVersionId: string }
  | { readonly kind: 'EVALUATION'; readonly evaluationId: string }
  | { readonly kind: 'GATE'; readonly modelVersionId: string; readonly gate: StoredGate }
  | {
      readonly kind: 'RUN_END'
      readonly status: RunStatus
      readonly reason: string
      readonly contentHash: string | null
    }

/** A line of a run's log. */
export type LogLine = {
  readonly run_id: string
  readonly sequence: number
  readonly type: LogType
  readonly iteration: number | null
  readonly at: Date
  readonly message: string
  readonly details: LogDetails | null
}

/** Channel on which this process hears that a run's log has grown. */
export function logChannel(runId: string): string {
  return `run-log:${runId}`
}

/** Appends a line under the next number of the run, whose row the transaction holds: 1, 2, 3 … without a gap. */
export async function appendLog(
  run: LockedRun,
  line: {
    readonly type: LogType
    /** Null for the run as a whole. */
    readonly iteration: number | null
    readonly message: string
    readonly details?: LogDetails
  },
): Promise<void> {
  const { tx, row } = run
  await tx.query(
    `with next as (
       update ${tx.schema}.runs set last_sequence = last_sequence + 1 where id = $1 returning last_sequence
     )
     insert into ${tx.schema}.run_events (run_id, sequence, type, iteration, message, details)
     select $1, last_sequence, $2, $3, $4, $5 from next`,
    [row.id, line.type, line.iteration, line.message, line.details ? JSON.stringify(line.details) : null],
  )
  tx.wake(logChannel(row.id))
}

/** Lines of a run's log behind a number, in order. */
export async function readLog(
  db: Queryable & { readonly schema: string },
  input: { readonly runId: string; readonly after: number; readonly limit: number },
): Promise<LogLine[]> {
  const { rows } = await db.query<LogLine>(
    `select run_id, sequence, type, iteration, at, message, details from ${db.schema}.run_events
     where run_id = $1 and sequence > $2 order by sequence limit $3`,
    [input.runId, input.after, input.limit],
  )
  return rows
}
