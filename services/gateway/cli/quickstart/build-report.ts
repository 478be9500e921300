import type { EvaluationFiguresFragment, EvaluationMethod, RunReportQuery } from '../generated/operations.ts'
import { type PairedCounts, poolChanges } from './paired-change.ts'

/** A finished run as the graph tells it. */
export type ReportedRun = NonNullable<RunReportQuery['run']>

/** Accuracy of one model version. */
export interface ReportCell {
  /** [0, 1] */
  readonly accuracy: number
  readonly interval: { readonly lower: number; readonly upper: number }
  readonly n: number
  /** Share of questions without a single winner; undefined for methods with one path. */
  readonly tieShare: number | undefined
}

/** One dataset measured by one method, before and after each iteration. */
export interface ReportRow {
  readonly dataset: string
  readonly method: EvaluationMethod
  readonly isLearnt: boolean
  readonly n: number
  /** In the order of the columns; undefined where nothing was measured. */
  readonly cells: readonly (ReportCell | undefined)[]
  /** Of the model that the run ended with, against the one that it began with; undefined when they are the same. */
  readonly change: EvaluationFiguresFragment['changeFromBase'] | undefined
}

/** The before/after table. */
export interface Report {
  readonly columns: readonly string[]
  /** The column of the model that the run ended with. */
  readonly lastColumn: number
  readonly rows: readonly ReportRow[]
  /** Chain of thought on all learnt datasets together; undefined when no new model was promoted. */
  readonly heldOut: ReturnType<typeof poolChanges> | undefined
}

const methods: readonly EvaluationMethod[] = ['DIRECT', 'COT', 'SELF_CONSISTENCY']

/** A family that the run has no questions of is reported, but nothing says that it should get better. */
export function isLearnt(dataset: string): boolean {
  return !dataset.startsWith('coin')
}

/** Puts the evaluations on REPORT datasets side by side. */
export function buildReport(run: ReportedRun): Report {
  const versions = [
    { heading: 'before', id: run.baseModelVersion.id, evaluations: run.baseModelVersion.evaluations },
    ...run.iterations.filter(isMeasured).map((iteration) => ({
      heading: `after ${iteration.number}${iteration.status === 'REJECTED' ? ' (rejected)' : ''}`,
      id: iteration.modelVersion?.id,
      evaluations: iteration.modelVersion?.evaluations ?? [],
    })),
  ]
  const lastColumn = versions.findLastIndex(({ id }) => id === run.currentModelVersion.id)
  const plans = run.config.evaluations.filter((plan) => plan.use === 'REPORT')
  const rows = plans.flatMap((plan) =>
    methods
      .filter((method) => plan.methods.includes(method))
      .map((method) => {
        const find = (evaluations: readonly EvaluationFiguresFragment[]) =>
          evaluations.find((item) => item.dataset.id === plan.dataset.id && item.method === method)
        return {
          dataset: plan.dataset.name,
          method,
          isLearnt: isLearnt(plan.dataset.name),
          n: plan.dataset.questionCount,
          cells: versions.map(({ evaluations }) => toCell(find(evaluations))),
          change: find(versions[lastColumn]?.evaluations ?? [])?.changeFromBase ?? undefined,
        }
      }),
  )
  return { columns: versions.map(({ heading }) => heading), lastColumn, rows, heldOut: poolHeldOut(rows) }
}

function isMeasured({ modelVersion }: ReportedRun['iterations'][number]): boolean {
  return modelVersion !== null && modelVersion.evaluations.length > 0
}

function poolHeldOut(rows: readonly ReportRow[]): Report['heldOut'] {
  const changes = rows
    .filter((row) => row.isLearnt && row.method === 'COT')
    .map((row) => row.change)
    .filter((change): change is PairedCounts & NonNullable<ReportRow['change']> => !!change)
  return changes.length === 0 ? undefined : poolChanges(changes)
}

function toCell(evaluation: EvaluationFiguresFragment | undefined): ReportCell | undefined {
  if (evaluation === undefined) return undefined
  const { accuracy, interval, n, ties, method } = evaluation
  return { accuracy, interval, n, tieShare: method === 'SELF_CONSISTENCY' && n > 0 ? ties / n : undefined }
}
