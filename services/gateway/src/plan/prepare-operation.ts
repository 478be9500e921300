import type { PlanNode, QueryPlan } from '@graphql-hive/router-query-planner'
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
} from 'graphql'
import type { PreparedOperation } from '../execute/prepared-operation.ts'
import { renameResponseKeys } from './rename-response-keys.ts'
import { splitMutation } from './split-mutation.ts'
import { stripIntrospection } from './strip-introspection.ts'

/** Plans one operation's text. */
export type PlanText = (query: string) => QueryPlan

/** Plans a valid operation of a document. */
export function prepareOperation(input: {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly plan: PlanText
}): PreparedOperation {
  const { operation, plan } = input
  const fragments = input.document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
  const own: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }
  const renamed = renameResponseKeys(own)
  const planned = stripIntrospection(renamed.document)
  return {
    operation,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    dataKey: renamed.dataKey,
    clientKey: renamed.clientKey,
    steps: planned === undefined ? [] : planOrExplain(planned, plan),
  }
}

/** A valid operation that the planner gives up on is a limit of ours, and said as such. */
function planOrExplain(document: DocumentNode, plan: PlanText): PlanNode[] {
  try {
    return planSteps(document, plan)
  } catch (error) {
    throw new GraphQLError(
      'This operation is valid, but the query planner of this gateway cannot plan it. ' +
        'Ask for its parts in separate operations.',
      {
        extensions: { code: 'OPERATION_NOT_PLANNABLE', http: { status: 500 } },
        originalError: error instanceof Error ? error : new Error(String(error)),
      },
    )
  }
}

function planSteps(document: DocumentNode, plan: PlanText): PlanNode[] {
  const whole = plan(print(document)).node
  if (whole === undefined) return []
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operation?.operation !== OperationTypeNode.MUTATION || whole.kind === 'Fetch') return [whole]
  const fragments = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  )
  return splitMutation(operation, fragments).flatMap((part) => plan(print(part)).node ?? [])
}
