import type { GraphqlContext } from './context.ts'
import { eventResolvers } from './event-resolvers.ts'
import type { Resolvers } from './generated.ts'
import { iterationResolvers } from './iteration-resolvers.ts'
import { modelResolvers } from './model-resolvers.ts'
import { mutationResolvers } from './mutation-resolvers.ts'
import { queryResolvers } from './query-resolvers.ts'
import { runResolvers } from './run-resolvers.ts'

/** All resolvers of the trainer's subgraph. */
export const resolvers: Resolvers<GraphqlContext> = {
  ...queryResolvers,
  ...mutationResolvers,
  ...runResolvers,
  ...iterationResolvers,
  ...modelResolvers,
  ...eventResolvers,
}
