import type { JsonObject, ResponsePath } from './json.ts'

/** One operation for one subgraph, as the plan wrote it. */
export interface SubgraphRequest {
  readonly service: string
  readonly query: string
  readonly variables: JsonObject
}

/** Why a subgraph gave no usable answer at all. */
export type FailureCode = 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_ERROR' | 'TIMEOUT' | 'CANCELLED'

/** An error inside a subgraph's answer; nothing else of it is kept. */
export interface SubgraphError {
  readonly message: string
  readonly code: string | undefined
  readonly path: ResponsePath | undefined
}

/** What came back from a subgraph. Its address, body and stack never get past here. */
export type SubgraphAnswer =
  | {
      readonly kind: 'answered'
      readonly data: JsonObject | undefined
      readonly errors: readonly SubgraphError[]
    }
  | { readonly kind: 'failed'; readonly code: FailureCode }

/** Calls a subgraph. Never rejects: a failure is an answer too. */
export type CallSubgraph = (request: SubgraphRequest) => Promise<SubgraphAnswer>
