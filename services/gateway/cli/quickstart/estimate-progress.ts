import type { RunProgressQuery, RunReportQuery } from '../generated/operations.ts'

type Config = NonNullable<RunReportQuery['run']>['config']
type Progress = NonNullable<RunProgressQuery['run']>['progress']

/** How much there is to do, in sampled paths. */
export interface WorkPlan {
  readonly iterations: number
  readonly learningPaths: number
  readonly evaluationPaths: number
  /** What a training takes, as the paths that could be sampled meanwhile. */
  readonly trainingPaths: number
}

/** Measured on the quickstart: a training of 480 rows takes as long as the sampling of a third of the learning paths. */
const trainingShare = 1 / 3
const selfConsistencyPaths = 32

/** The work of one iteration and of one measuring. */
export function planWork(config: Config, questionsPlanned: number): WorkPlan {
  const learningPaths = questionsPlanned * config.sampling.samplesPerQuestion
  const evaluationPaths = config.evaluations.reduce((sum, plan) => {
    const perQuestion = plan.methods.map((method) =>
      method === 'SELF_CONSISTENCY' ? selfConsistencyPaths : 1,
    )
    return sum + plan.dataset.questionCount * perQuestion.reduce((a, b) => a + b, 0)
  }, 0)
  return {
    iterations: config.iterations,
    learningPaths,
    evaluationPaths,
    trainingPaths: learningPaths * trainingShare,
  }
}

/** The done part of a run, [0, 1]. */
export function doneShare(plan: WorkPlan, progress: Progress): number {
  const perIteration = plan.learningPaths + plan.trainingPaths + plan.evaluationPaths
  const total = plan.evaluationPaths + plan.iterations * perIteration
  if (total === 0) return 0
  const measured = Math.min(progress.evaluationPathsSampled ?? 0, plan.evaluationPaths)
  if (progress.iteration === 0) return measured / total
  const before = plan.evaluationPaths + (progress.iteration - 1) * perIteration
  const sampled = Math.min(progress.pathsSampled ?? 0, plan.learningPaths)
  return Math.min(1, (before + sampled + trained(plan, progress) + measured) / total)
}

function trained(plan: WorkPlan, progress: Progress): number {
  if (progress.stage === 'EVALUATING' || progress.stage === 'AWAITING_APPROVAL') return plan.trainingPaths
  const { trainingStep, trainingStepsPlanned } = progress
  if (!trainingStep || !trainingStepsPlanned) return 0
  return plan.trainingPaths * Math.min(1, trainingStep / trainingStepsPlanned)
}

const tooEarly = 0.03

/**
 * Seconds to go, from the speed since the display began; undefined while it is too early to say.
 * @param begun the share that was done when the display began.
 */
export function secondsLeft(input: {
  readonly begun: number
  readonly done: number
  readonly elapsedSeconds: number
}): number | undefined {
  const progressed = input.done - input.begun
  if (progressed < tooEarly) return undefined
  return (input.elapsedSeconds * (1 - input.done)) / progressed
}
