import type { GatewayError } from './gateway-error.ts'
import type { JsonObject } from './json.ts'
import type { CallSubgraph } from './subgraph-port.ts'
import type { TypeRelations } from './type-relations.ts'

/** The state of one operation while its plan runs; fetches add to `data` and `errors`. */
export interface PlanRun {
  readonly types: TypeRelations
  readonly variables: JsonObject
  readonly data: JsonObject
  readonly errors: GatewayError[]
  readonly call: CallSubgraph
}

/** Only the variables that a fetch uses; one that the client left out stays out. */
export function usedVariables(run: Pick<PlanRun, 'variables'>, names: readonly string[] = []): JsonObject {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(run.variables, name)).map((name) => [name, run.variables[name]]),
  )
}
