import type { Amount } from '../ledger/admit-reservations.ts'
import type { Money } from '../ledger/money.ts'
import type { Usage } from '../ledger/price-call.ts'
import type { EndpointLimits, FinishReason, SamplingTask, StoredPath } from './work.ts'

/** Open work of one run at one endpoint, and whether it may be done. */
export type OpenWork = {
  readonly runId: string
  readonly endpointId: string
  readonly limits: EndpointLimits
  /** May calls begin: the run is active and its lease lasts. */
  readonly mayCall: boolean
  /** Cancelled: calls in flight are to be aborted. */
  readonly isCancelled: boolean
  /** Paths per question of the oldest open sample set. */
  readonly pathsPerQuestion: number
}

/** A call for which room in the budget is asked. */
export type Reservation = {
  readonly callId: string
  readonly task: SamplingTask
  readonly choices: number
  readonly amount: Amount
}

/** INACTIVE: the run is paused, blocked, cancelled or without a lease. */
export type ReservationVerdict = 'ADMITTED' | 'WAITING' | 'REFUSED' | 'INACTIVE'

/** How a call ended in the ledger. RELEASED was not billed; UNKNOWN counts at its full reservation. */
export type Settlement =
  | {
      readonly callId: string
      readonly state: 'SETTLED'
      readonly usage: Usage
      readonly cost: Money
      /** The endpoint did not state its usage. */
      readonly isEstimated: boolean
      readonly failure: string | null
    }
  | { readonly callId: string; readonly state: 'RELEASED' | 'UNKNOWN'; readonly failure: string }

/** A path that is new. */
export type NewPath = {
  readonly pathId: string
  readonly callId: string
  readonly index: number
  readonly seed: number
  readonly text: string
  readonly tokens: number | null
  readonly finishReason: FinishReason
  readonly logprob: number | null
}

/** What ends a question's round. */
export type RoundEnd = {
  /** All its paths in index order, those of earlier claims included. */
  readonly paths: readonly StoredPath[]
  readonly shortfall: number
  readonly reason: string | null
}

/** What a call gave: written together, and only while the task is still held. */
export type TaskResult = {
  readonly task: SamplingTask
  readonly settlement: Settlement | null
  readonly paths: readonly NewPath[]
  readonly end: RoundEnd | null
}

/** Where sampling keeps its work, its paths and its ledger. */
export interface SamplingStore {
  findOpenWork(): Promise<OpenWork[]>
  claim(from: {
    readonly runId: string
    readonly endpointId: string
    readonly limit: number
  }): Promise<SamplingTask[]>
  /** Extends the leases; gives the ids of the tasks that are still held. */
  renew(tasks: readonly SamplingTask[]): Promise<ReadonlySet<string>>
  /** Makes tasks claimable at once. */
  release(tasks: readonly SamplingTask[]): Promise<void>
  reserve(requests: readonly Reservation[]): Promise<readonly ReservationVerdict[]>
  /** Writes all of them in one transaction; false for a task that was held no more. */
  write(results: readonly TaskResult[]): Promise<readonly boolean[]>
  block(stop: {
    readonly runId: string
    readonly cause: 'ENDPOINT_REFUSES' | 'BUDGET_SPENT' | 'NOT_ALLOWED'
    readonly reason: string
  }): Promise<void>
  /** Ends sample sets whose last question is closed, and cancelled runs whose last call has ended. */
  finish(): Promise<void>
  /** Calls the listener when there may be new work, or a run's state has changed. */
  onChange(listener: () => void): () => void
}
