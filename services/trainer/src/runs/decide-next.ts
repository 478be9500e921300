import { type IterationStatus, isIterationOver } from './iteration-machine.ts'
import type { RunStatus } from './run-machine.ts'

/** Votes of an iteration: what the voter announced, and what is held. */
export type VoteHolding = {
  /** True when exactly the announced votes and kept paths are held. */
  readonly isComplete: boolean
}

/** A fine-tuning job as the loop sees it. */
export type JobView = {
  readonly attempt: number
  readonly state: 'OPEN' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  /** Whether the same job may succeed when it is tried again. */
  readonly isTransient: boolean
  /** The endpoint's own words; null unless it failed. */
  readonly error: string | null
}

/** One iteration as the loop sees it. */
export type IterationView = {
  readonly number: number
  readonly status: IterationStatus
  /** Every question of its learning sample set has its paths or a recorded shortfall. */
  readonly isSampled: boolean
  readonly votes: VoteHolding
  readonly trainingSet: { readonly exampleCount: number } | null
  readonly job: JobView | null
  readonly evaluationsAsked: number
  readonly evaluationsScored: number
}

/** Everything that the next step of a run depends on. */
export type RunView = {
  readonly status: RunStatus
  readonly iterationsPlanned: number
  /** Null when the run only measures. */
  readonly learning: { readonly questionCount: number; readonly questionsPerIteration: number } | null
  readonly trains: boolean
  /** Evaluations of each model version. */
  readonly evaluationsPlanned: number
  /** Iterations so far, in order, 0 included. */
  readonly iterations: readonly IterationView[]
  /** Sample sets whose paths have not all been told. */
  readonly sampleSetsOpen: number
  /** The sampler was told of the run and has not yet said that it stopped. */
  readonly isSamplerBusy: boolean
}

/** One step of the loop. */
export type Command =
  | { readonly type: 'START_RUN' }
  | { readonly type: 'MEASURE_BASELINE' }
  | {
      readonly type: 'START_ITERATION'
      readonly number: number
      readonly firstQuestion: number
      readonly questionCount: number
    }
  | { readonly type: 'MOVE_ITERATION'; readonly number: number; readonly to: IterationStatus }
  | { readonly type: 'BUILD_TRAINING_SET'; readonly number: number }
  | { readonly type: 'SKIP_TRAINING'; readonly number: number }
  | { readonly type: 'TRAIN'; readonly number: number; readonly attempt: number }
  | { readonly type: 'EVALUATE'; readonly number: number }
  | { readonly type: 'JUDGE'; readonly number: number }
  | { readonly type: 'END_RUN'; readonly status: 'COMPLETED' | 'FAILED'; readonly reason: string }
  | { readonly type: 'FINISH_CANCELLATION' }

/** Tries of a fine-tuning job whose failure may pass. */
const MAX_JOB_ATTEMPTS = 2

/**
 * What a run does next, or null when it waits for something from outside. Pure: the same view gives the same step, so that
 * a run goes on where it stopped whatever crashed. A step changes the view, after which this is asked again.
 */
export function decideNext(run: RunView): Command | null {
  switch (run.status) {
    case 'QUEUED':
      return { type: 'START_RUN' }
    case 'RUNNING':
      return decideRunning(run)
    case 'CANCELLING':
      return decideCancelling(run)
    case 'PAUSED':
    case 'COMPLETED':
    case 'FAILED':
    case 'CANCELLED':
      return null
  }
}

function decideCancelling(run: RunView): Command | null {
  const current = run.iterations.at(-1)
  // Its worker cancels the job at the endpoint.
  if (current?.job?.state === 'OPEN') {
    return { type: 'TRAIN', number: current.number, attempt: current.job.attempt }
  }
  return run.isSamplerBusy ? null : { type: 'FINISH_CANCELLATION' }
}

function decideRunning(run: RunView): Command | null {
  const current = run.iterations.at(-1)
  if (current === undefined) return { type: 'MEASURE_BASELINE' }
  if (!isIterationOver(current.status)) return decideIteration(run, current)
  return decideAfter(run, current.number)
}

/** After an iteration has ended: the next one, or the end of the run once all paths have been told. */
function decideAfter(run: RunView, number: number): Command | null {
  const end = endReason(run, number)
  if (end !== null) {
    return run.sampleSetsOpen > 0 ? null : { type: 'END_RUN', status: 'COMPLETED', reason: end }
  }
  const { questionCount = 0, questionsPerIteration = 0 } = run.learning ?? {}
  const firstQuestion = number * questionsPerIteration
  return {
    type: 'START_ITERATION',
    number: number + 1,
    firstQuestion,
    questionCount: Math.min(questionsPerIteration, questionCount - firstQuestion),
  }
}

function endReason(run: RunView, number: number): string | null {
  if (run.learning === null) return 'finished: the model was measured'
  const { questionCount, questionsPerIteration } = run.learning
  if (number >= run.iterationsPlanned) return `finished: all ${plural(number, 'iteration')} done`
  if (number * questionsPerIteration >= questionCount) {
    return `finished: the learning dataset ran out after ${plural(number, 'iteration')} (${questionCount} questions)`
  }
  return null
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function decideIteration(run: RunView, iteration: IterationView): Command | null {
  const { number, status } = iteration
  switch (status) {
    case 'SAMPLING':
      return iteration.isSampled || iteration.votes.isComplete ? move(number, 'VOTING') : null
    case 'VOTING':
      if (!iteration.votes.isComplete) return null
      return move(number, run.trains ? 'TRAINING' : 'MEASURED')
    case 'TRAINING':
      return decideTraining(iteration)
    case 'EVALUATING':
      return decideEvaluating(run, iteration)
    default:
      return null
  }
}

function move(number: number, to: IterationStatus): Command {
  return { type: 'MOVE_ITERATION', number, to }
}

function decideTraining(iteration: IterationView): Command | null {
  const { number, trainingSet, job } = iteration
  if (trainingSet === null) return { type: 'BUILD_TRAINING_SET', number }
  if (trainingSet.exampleCount === 0) return { type: 'SKIP_TRAINING', number }
  if (job === null) return { type: 'TRAIN', number, attempt: 1 }
  switch (job.state) {
    case 'OPEN':
      return { type: 'TRAIN', number, attempt: job.attempt }
    case 'SUCCEEDED':
      return move(number, 'EVALUATING')
    case 'FAILED':
      if (job.isTransient && job.attempt < MAX_JOB_ATTEMPTS) {
        return { type: 'TRAIN', number, attempt: job.attempt + 1 }
      }
      return fail(`failed because the fine-tuning job failed: ${job.error ?? 'the endpoint gave no reason'}`)
    case 'CANCELLED':
      return fail('failed because the fine-tuning job was cancelled at the endpoint')
  }
}

function fail(reason: string): Command {
  return { type: 'END_RUN', status: 'FAILED', reason }
}

function decideEvaluating(run: RunView, iteration: IterationView): Command | null {
  const { number, evaluationsAsked, evaluationsScored } = iteration
  if (evaluationsAsked < run.evaluationsPlanned) return { type: 'EVALUATE', number }
  if (evaluationsScored < evaluationsAsked) return null
  return number === 0 ? move(number, 'MEASURED') : { type: 'JUDGE', number }
}
