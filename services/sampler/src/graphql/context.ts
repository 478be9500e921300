import type { RequestContext } from '@chorus/common/src/graphql/request-context.ts'
import type { Loaders } from './loaders.ts'

/** What resolvers of the sampler get as their third argument. */
export type GraphqlContext = RequestContext<Loaders>
