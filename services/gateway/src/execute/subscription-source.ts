import type { SubgraphAnswer, SubgraphRequest } from './subgraph-port.ts'

/** Why a subscription ended against its will. */
export type LossCode = 'SUBGRAPH_UNAVAILABLE' | 'SUBSCRIPTION_LOST' | 'SUBSCRIPTION_LAGGED'

/** What a subscription's source gives: events, and at most one loss as its last word. */
export type SourceItem =
  | { readonly kind: 'event'; readonly answer: SubgraphAnswer }
  | { readonly kind: 'lost'; readonly code: LossCode }

/** Opens a subscription on a subgraph; `return` closes it there. */
export type OpenSource = (request: SubgraphRequest) => AsyncIterableIterator<SourceItem>
