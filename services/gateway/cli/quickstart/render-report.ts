import Table from 'cli-table3'
import type { EvaluationMethod } from '../generated/operations.ts'
import type { Report, ReportCell, ReportRow } from './build-report.ts'
import { percent, pValue, signed } from './format-figures.ts'

const significant = 0.05
/** The table, as wide as fits, and below it in words what it says. */
export function renderReport(report: Report, width: number): string[] {
  const everyColumn = report.columns.map((_, index) => index)
  const firstAndLast = [0, report.lastColumn]
  const tables = [renderTable(report, everyColumn), renderTable(report, [...new Set(firstAndLast)])]
  const body = tables.find((lines) => lines.every((line) => line.length <= width)) ?? renderList(report)
  return [...body, '', ...renderWords(report)]
}

function renderTable(report: Report, shown: readonly number[]): string[] {
  const table = new Table({
    head: ['', ...shown.map((index) => report.columns[index]?.replace(' (', '\n(') ?? ''), 'change'],
    style: { head: [], border: [] },
    colAligns: ['left', ...shown.map(() => 'right' as const), 'right'],
  })
  for (const row of report.rows) {
    const cells = shown.map((index) => cellLines(row.cells[index]))
    table.push([rowTitle(row), ...cells, changeLines(row)].map((lines) => lines.join('\n')))
  }
  return table.toString().split('\n')
}

function renderList(report: Report): string[] {
  return report.rows.flatMap((row) => [
    rowTitle(row).join(', '),
    ...report.columns.map((heading, index) => `  ${heading}: ${cellLines(row.cells[index]).join(', ')}`),
    `  change: ${changeLines(row).join(', ')}`,
  ])
}

function rowTitle(row: ReportRow): string[] {
  return [row.dataset, methodName(row.method), `n = ${row.n}`]
}

function methodName(method: EvaluationMethod): string {
  switch (method) {
    case 'DIRECT':
      return 'DIRECT'
    case 'COT':
      return 'COT'
    case 'SELF_CONSISTENCY':
      return 'SELF_CONSISTENCY@32'
  }
}

function cellLines(cell: ReportCell | undefined): string[] {
  if (cell === undefined) return ['–']
  const { lower, upper } = cell.interval
  const interval = `${(100 * lower).toFixed(1)}–${(100 * upper).toFixed(1)}`
  return [
    percent(cell.accuracy),
    interval,
    ...(cell.tieShare === undefined ? [] : [`ties ${percent(cell.tieShare)}`]),
  ]
}

function changeLines({ change }: ReportRow): string[] {
  if (!change) return ['–']
  const { lower, upper } = change.interval
  return [`${signed(change.points)} points`, `${signed(lower)} … ${signed(upper)}`, pValue(change.pValue)]
}

function renderWords(report: Report): string[] {
  const { heldOut } = report
  if (heldOut === undefined) return ['No new model was promoted, so nothing changed.', ...legend]
  return [
    `Held-out questions by chain of thought (n = ${heldOut.n}): ${signed(heldOut.points)} points, ${pValue(heldOut.pValue)}.`,
    ...report.rows.map((row) => `  ${row.dataset}, ${methodName(row.method)}: ${verdict(row)}`),
    ...legend,
  ]
}

const legend = [
  'Intervals are 95 %; changes compare the same questions before and after (McNemar). A tie counts as wrong.',
]

/** What happened to a row, in words. */
export function verdict({ change, isLearnt }: ReportRow): string {
  const note = isLearnt ? '' : ' (not learnt, may be forgotten)'
  if (!change) return `not changed${note}`
  if (change.pValue >= significant) return `no change shown${note}`
  return `${change.points > 0 ? 'better' : 'worse'} by ${Math.abs(change.points).toFixed(1)} points${note}`
}
