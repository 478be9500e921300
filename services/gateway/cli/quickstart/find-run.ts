import { FindRunsDocument, type FindRunsQuery } from '../generated/operations.ts'
import type { GraphClient } from '../graph/graph-client.ts'
import { quickstartName } from './quickstart-plan.ts'

type FoundRun = FindRunsQuery['runs']['nodes'][number]

/** The newest quickstart run with this seed, or undefined. */
export async function findRun(client: GraphClient, seed: number): Promise<FoundRun | undefined> {
  let after: string | null = null
  do {
    const { runs }: FindRunsQuery = await client.request(FindRunsDocument, { name: quickstartName, after })
    const found = runs.nodes.find((run) => run.name === quickstartName && run.config.seed === seed)
    if (found !== undefined) return found
    after = runs.pageInfo.hasNextPage ? runs.pageInfo.endCursor : null
  } while (after !== null)
  return undefined
}
