import type { HostRules } from '@chorus/common/src/egress/host-rules.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { datasetMutations } from './dataset-mutations.ts'
import { datasetTypes } from './dataset-types.ts'
import { endpointMutations } from './endpoint-mutations.ts'
import type { Resolvers } from './generated.ts'
import { promptSetMutations } from './prompt-set-mutations.ts'
import { queries } from './queries.ts'
import { runTypes } from './run-types.ts'

/** All resolvers of the subgraph. */
export function createResolvers(db: Database, hosts: HostRules): Resolvers {
  return {
    Query: queries(db),
    Mutation: { ...datasetMutations(db), ...endpointMutations(db, hosts), ...promptSetMutations(db) },
    ...datasetTypes(db),
    ...runTypes(db),
  }
}
