import type { RunProgressQuery } from '../generated/operations.ts'
import { count, duration, percent } from './format-figures.ts'

type Run = NonNullable<RunProgressQuery['run']>

/** What the display shows at one moment. */
export interface ProgressView {
  readonly name: string
  readonly run: Run
  /** [0, 1] */
  readonly done: number
  readonly elapsedSeconds: number
  /** Undefined while nobody can say. */
  readonly secondsLeft: number | undefined
  /** Characters a line. */
  readonly width: number
}

const barWidth = 30
const smallestWidth = 20

/** The lines of the display, none longer than the terminal is wide. */
export function renderProgress(view: ProgressView): string[] {
  const { progress, spend } = view.run
  const rows = [
    ['paths', of(progress.pathsSampled, progress.pathsPlanned)],
    ['votes', votes(view.run)],
    ['training', training(view.run)],
    ['measured', measured(view.run)],
    ['spend', spend ? describeSpend(spend) : '–'],
  ]
  const lines = [
    `${view.name} · ${where(view.run)}`,
    `${bar(view)} ${percentDone(view.done)}  ${timing(view)}`,
    ...rows.map(([label = '', text]) => `  ${label.padEnd(9)} ${text}`),
  ]
  const width = Math.max(smallestWidth, view.width - 1)
  return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line))
}

function where({ status, statusReason, progress }: Run): string {
  if (status !== 'RUNNING') return `${status.toLowerCase()}${statusReason ? `: ${statusReason}` : ''}`
  const stage = stageWords(progress.stage)
  if (progress.iteration === 0) return stage
  return `iteration ${progress.iteration} of ${progress.iterationsPlanned} · ${stage}`
}

function stageWords(stage: string | null): string {
  switch (stage) {
    case 'BASELINE':
      return 'measuring the model as it is'
    case 'SAMPLING':
      return 'sampling and voting'
    case 'VOTING':
      return 'voting'
    case 'TRAINING':
      return 'training on what agreed'
    case 'EVALUATING':
      return 'measuring the new model'
    case 'AWAITING_APPROVAL':
      return 'waiting for a decision on the new model'
    default:
      return stage?.toLowerCase() ?? 'between two stages'
  }
}

function bar({ done, width }: ProgressView): string {
  const cells = Math.max(5, Math.min(barWidth, width - 45))
  const full = Math.round(done * cells)
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}`
}

function percentDone(done: number): string {
  return `${Math.floor(done * 100)} %`.padStart(5)
}

function timing({ elapsedSeconds, secondsLeft }: ProgressView): string {
  const left = secondsLeft === undefined ? '' : `, about ${duration(secondsLeft)} left`
  return `${duration(elapsedSeconds)}${left}`
}

function of(done: number | null, planned: number | null): string {
  if (planned === null || planned === 0) return '–'
  return `${count(done ?? 0)} of ${count(planned)}`
}

function votes({ progress }: Run): string {
  if (progress.iteration === 0) return '–'
  const agreement = progress.meanAgreement
  const tail = agreement === null ? '' : `, agreement ${percent(agreement)}`
  return `${of(progress.questionsVoted ?? 0, progress.questionsPlanned)}${tail}`
}

function training({ progress }: Run): string {
  if (progress.trainingStepsPlanned === null) return '–'
  const loss = progress.loss === null ? '' : `, loss ${progress.loss.toFixed(3)}`
  return `step ${of(progress.trainingStep, progress.trainingStepsPlanned)}${loss}`
}

function measured({ progress }: Run): string {
  if (progress.evaluationsPlanned === 0) return '–'
  const paths = progress.evaluationPathsPlanned
    ? ` (${of(progress.evaluationPathsSampled, progress.evaluationPathsPlanned)} paths)`
    : ''
  return `${of(progress.evaluationsScored, progress.evaluationsPlanned)} evaluations${paths}`
}

function describeSpend(spend: NonNullable<Run['spend']>): string {
  const tokens = `${count(spend.promptTokens)} + ${count(spend.completionTokens)} tokens`
  const trained = Number(spend.trainedTokens) > 0 ? `, ${count(spend.trainedTokens)} trained` : ''
  return `${tokens}${trained}, $${Number(spend.costUsd).toFixed(2)}`
}
