import { RunReportDocument } from '../generated/operations.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { ClientError } from '../graph/graph-errors.ts'
import type { ReportedRun } from './build-report.ts'

/** Everything about a run that the table and what stands below it need. */
export async function readReport(client: GraphClient, id: string): Promise<ReportedRun> {
  const { run } = await client.request(RunReportDocument, { id })
  if (run === null) throw new ClientError(`Expected the run ${id} to be there, found none.`)
  return run
}
