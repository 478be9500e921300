import type { Connection } from '@chorus/common/src/paging/keyset-page.ts'
import { keyOf, type NodeType } from '@chorus/schema/ids.ts'
import type { StoredVote } from '../store/read-votes.ts'

/** A page of votes. */
export type VotePage = Connection<StoredVote>

/** A thing that another subgraph owns, or that has nothing here but its id. */
export type EntityNode = {
  /** Global id. */
  readonly id: string
}

/** A reference as the router sends it; null when the id is not one of this type. */
export function parseReference(type: NodeType, reference: { readonly id: string }): EntityNode | null {
  return keyOf(type, reference.id) === null ? null : { id: reference.id }
}

/** Key in the database behind a node's id, which was checked when the node came in. */
export function keyOfNode(type: NodeType, node: EntityNode): string {
  return keyOf(type, node.id) ?? ''
}
