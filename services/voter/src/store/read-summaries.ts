import type { Queryable } from '@chorus/common/src/postgres/database.ts'

type Store = Queryable & { readonly schema: string }
type Request = { readonly project: string; readonly keys: readonly string[] }

/** How an iteration's questions came out. */
export type VotesSummary = {
  readonly consensus: number
  readonly noConsensus: number
  readonly unparsable: number
  /** [0, 1]. */
  readonly meanAgreement: number
}

/** Latest version of each question's vote, of the iterations and the project asked for. */
const latestVotes = (schema: string) => `
  select distinct on (v.sample_set_id, v.question_id) v.iteration_id, v.outcome, v.agreement
  from ${schema}.votes v where v.iteration_id = any($1::uuid[]) and v.project = $2
  order by v.sample_set_id, v.question_id, v.version desc`

/** Summaries by iteration id; none where nothing was voted. */
export async function readVotesSummaries(
  db: Store,
  request: Request,
): Promise<ReadonlyMap<string, VotesSummary>> {
  const { rows } = await db.query<{
    iteration_id: string
    consensus: number
    no_consensus: number
    unparsable: number
    mean_agreement: number
  }>(
    `select iteration_id, count(*) filter (where outcome = 'CONSENSUS')::integer as consensus,
       count(*) filter (where outcome = 'NO_CONSENSUS')::integer as no_consensus,
       count(*) filter (where outcome = 'UNPARSABLE')::integer as unparsable, avg(agreement) as mean_agreement
     from (${latestVotes(db.schema)}) latest group by iteration_id`,
    [request.keys, request.project],
  )
  return new Map(
    rows.map((row) => [
      row.iteration_id,
      {
        consensus: row.consensus,
        noConsensus: row.no_consensus,
        unparsable: row.unparsable,
        meanAgreement: row.mean_agreement,
      },
    ]),
  )
}

/** How far the voting of a run's current iteration is. */
export type RunVotes = {
  readonly questionsVoted: number
  /** [0, 1]; null before the first vote. */
  readonly meanAgreement: number | null
}

/** Progress by run id, of its latest learning iteration; none where no learning path has come yet. */
export async function readRunVotes(db: Store, request: Request): Promise<ReadonlyMap<string, RunVotes>> {
  const { rows: current } = await db.query<{ run_id: string; iteration_id: string }>(
    `select distinct on (run_id) run_id, iteration_id from ${db.schema}.sample_sets
     where project = $2 and run_id = any($1::uuid[]) and method = 'LEARNING' order by run_id, iteration desc`,
    [request.keys, request.project],
  )
  const keys = current.map((row) => row.iteration_id)
  const summaries = await readVotesSummaries(db, { project: request.project, keys })
  return new Map(current.map((row) => [row.run_id, toRunVotes(summaries.get(row.iteration_id))]))
}

function toRunVotes(summary: VotesSummary | undefined): RunVotes {
  if (!summary) return { questionsVoted: 0, meanAgreement: null }
  const { consensus, noConsensus, unparsable, meanAgreement } = summary
  return { questionsVoted: consensus + noConsensus + unparsable, meanAgreement }
}
