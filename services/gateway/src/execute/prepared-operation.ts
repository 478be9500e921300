import type { PlanNode } from '@graphql-hive/router-query-planner'
import type { FieldNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql'

/** An operation, validated and planned: what can be run again and again with other variables. */
export interface PreparedOperation {
  /** As the client wrote it. */
  readonly operation: OperationDefinitionNode
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** The key of a field's value in the collected data. */
  dataKey(field: FieldNode): string
  /** The client's response key for a key in the collected data. */
  clientKey(dataKey: string): string
  /** Plans to be run one after another; several only for the fields of a mutation. Empty when no subgraph is needed. */
  readonly steps: readonly PlanNode[]
}
