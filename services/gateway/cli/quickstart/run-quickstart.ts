import { createGraphClient, type GraphClient } from '../graph/graph-client.ts'
import { ClientError } from '../graph/graph-errors.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { buildReport, type ReportedRun } from './build-report.ts'
import { findRun } from './find-run.ts'
import { prepareRun } from './prepare-run.ts'
import { datasetNames, promptSetFiles } from './quickstart-plan.ts'
import { readReport } from './read-report.ts'
import { readShipped } from './read-shipped.ts'
import { renderReport } from './render-report.ts'
import { renderSummary } from './render-summary.ts'
import { showRun } from './show-run.ts'

export interface QuickstartInput {
  /** Of the gateway, with /graphql. */
  readonly graphUrl: string
  /** Of the platform's own model host, with /v1. */
  readonly modelUrl: string
  readonly datasetFolder: URL
  readonly logFolder: string
  readonly seed: number
  readonly terminal: Terminal
  /** Ends the display; the run goes on as long as the platform does. */
  readonly signal: AbortSignal
}

/**
 * Makes the quickstart run, or finds it, shows it until it ends, and prints the before/after table.
 * @returns how the run ended; undefined when the signal came first.
 */
export async function runQuickstart(input: QuickstartInput): Promise<ReportedRun['status'] | undefined> {
  const client = createGraphClient({ url: input.graphUrl, signal: input.signal })
  try {
    const runId = await findOrMakeRun(client, input)
    await showRun(client, runId, input.terminal)
    const run = await readReport(client, runId)
    printReport(run, input)
    return run.status
  } catch (error) {
    if (input.signal.aborted) return undefined
    throw error
  }
}

async function findOrMakeRun(client: GraphClient, input: QuickstartInput): Promise<string> {
  const found = await findRun(client, input.seed)
  if (found !== undefined) {
    const isOver = ['COMPLETED', 'FAILED', 'CANCELLED'].includes(found.status)
    if (!isOver) assertSameModelHost(found.config.endpoint.baseUrl, input.modelUrl)
    input.terminal.line(
      isOver ? 'The quickstart run has ended before; here it is again.' : 'The quickstart run goes on.',
    )
    return found.id
  }
  input.terminal.line('Making the datasets and the run …')
  const shipped = await readShipped({ folder: input.datasetFolder, datasetNames, promptSetFiles })
  return prepareRun({ client, shipped, modelUrl: input.modelUrl, seed: input.seed })
}

/** A run keeps the address of the model host that it began with. */
function assertSameModelHost(pinned: string, current: string): void {
  if (pinned === current) return
  throw new MovedModelHostError(pinned, current)
}

/** The platform was started on other ports while a run was unfinished. */
export class MovedModelHostError extends ClientError {
  constructor(pinned: string, current: string) {
    super(
      `Expected the model host at ${pinned}, where the unfinished quickstart run began, found it at ${current}. Start with the CHORUS_PORT_BASE of then, or begin anew: npm start -- --fresh.`,
    )
    this.name = 'MovedModelHostError'
  }
}

function printReport(run: ReportedRun, input: QuickstartInput): void {
  const { terminal, graphUrl, logFolder } = input
  const lines = [
    '',
    `${run.name}: ${run.status.toLowerCase()}${run.statusReason ? ` (${run.statusReason})` : ''}`,
    ...renderReport(buildReport(run), terminal.width()),
    '',
    ...renderSummary({ run, graphUrl, logFolder }),
  ]
  for (const line of lines) terminal.line(line)
}
