import type { RequestContext } from '@chorus/common/src/graphql/request-context.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import DataLoader from 'dataloader'
import { readAnswers, type StoredAnswer } from '../store/read-answers.ts'
import {
  type RunVotes,
  readRunVotes,
  readVotesSummaries,
  type VotesSummary,
} from '../store/read-summaries.ts'
import { readLatestVotes, readVotes, type StoredVote } from '../store/read-votes.ts'

/** What the resolvers of one request read through: many loads, one statement each. */
export type Loaders = {
  readonly db: Database
  /** By vote id. */
  readonly vote: DataLoader<string, StoredVote | null>
  /** Latest vote by `<sample set>.<question>`. */
  readonly latestVote: DataLoader<string, StoredVote | null>
  /** By path id. */
  readonly answer: DataLoader<string, StoredAnswer | null>
  /** By iteration id. */
  readonly votesSummary: DataLoader<string, VotesSummary | null>
  /** By run id. */
  readonly runVotes: DataLoader<string, RunVotes | null>
}

/** Third argument of every resolver. */
export type GraphqlContext = RequestContext<Loaders>

type ReadMany<Value> = (
  db: Database,
  request: { readonly project: string; readonly keys: readonly string[] },
) => Promise<ReadonlyMap<string, Value>>

/** Loaders of one request; they see its project only. */
export function createLoaders(db: Database, project: string): Loaders {
  const loaderOf = <Value>(read: ReadMany<Value>) =>
    new DataLoader<string, Value | null>(async (keys) => {
      const found = await read(db, { project, keys })
      return keys.map((key) => found.get(key) ?? null)
    })
  return {
    db,
    vote: loaderOf(readVotes),
    latestVote: loaderOf(readLatestVotes),
    answer: loaderOf(readAnswers),
    votesSummary: loaderOf(readVotesSummaries),
    runVotes: loaderOf(readRunVotes),
  }
}
