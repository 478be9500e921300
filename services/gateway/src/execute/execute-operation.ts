import { type ExecutionResult, GraphQLError, type GraphQLSchema, getVariableValues } from 'graphql'
import { completeResponse } from './complete-response.ts'
import { type GatewayError, toGraphQLError } from './gateway-error.ts'
import { isJsonObject, type JsonObject, type ResponsePath } from './json.ts'
import type { PlanRun } from './plan-run.ts'
import type { PreparedOperation } from './prepared-operation.ts'
import { runPlan } from './run-plan.ts'
import type { CallSubgraph } from './subgraph-port.ts'
import type { TypeRelations } from './type-relations.ts'

/** The schema side of an execution: one for each supergraph. */
export interface ExecutionSchema {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema
  /** Types of the whole supergraph. */
  readonly types: TypeRelations
}

export interface ExecutionInput {
  readonly schema: ExecutionSchema
  readonly prepared: PreparedOperation
  /** As the client sent them. */
  readonly variables: JsonObject
  readonly call: CallSubgraph
  /** Correlation id, in every error. */
  readonly requestId: string
}

/** Runs a query or mutation. Failures of subgraphs are errors in the result, never rejections. */
export async function executeOperation(input: ExecutionInput): Promise<ExecutionResult> {
  const coerced = coerceVariables(input)
  if (coerced.errors !== undefined) return { errors: coerced.errors }
  const run = startRun(input, coerced.variables)
  for (const step of input.prepared.steps) await runPlan(run, step)
  return finishRun(input, run)
}

/** The variables after coercion and with defaults, or the errors that the client made. */
export function coerceVariables(
  input: Pick<ExecutionInput, 'schema' | 'prepared' | 'variables' | 'requestId'>,
): { variables: JsonObject; errors?: never } | { errors: readonly GraphQLError[] } {
  const definitions = input.prepared.operation.variableDefinitions ?? []
  const result = getVariableValues(input.schema.apiSchema, definitions, input.variables, { maxErrors: 20 })
  if (result.errors === undefined) return { variables: result.coerced }
  const extensions = { code: 'BAD_USER_INPUT', requestId: input.requestId }
  return {
    errors: result.errors.map(
      ({ message, nodes }) => new GraphQLError(message, { nodes: nodes ?? null, extensions }),
    ),
  }
}

/** An empty run of a plan. */
export function startRun(input: ExecutionInput, variables: JsonObject): PlanRun {
  const { types } = input.schema
  return { types, variables, data: {}, errors: [], call: input.call }
}

/** Completes what a run collected into the client's answer. */
export function finishRun(input: ExecutionInput, run: PlanRun): ExecutionResult {
  const { prepared } = input
  const fetchErrors = run.errors.map((error) => toClientPaths(error, prepared))
  const completed = completeResponse({
    schema: input.schema.apiSchema,
    operation: prepared.operation,
    fragments: prepared.fragments,
    dataKey: prepared.dataKey,
    variables: run.variables,
    data: run.data,
    errors: fetchErrors,
  })
  const errors = [...fetchErrors, ...completed.errors].map((error) =>
    toGraphQLError({ ...error, path: trimPath(error.path, completed.data) }, input.requestId),
  )
  return errors.length > 0 ? { errors, data: completed.data } : { data: completed.data }
}

function toClientPaths(error: GatewayError, prepared: PreparedOperation): GatewayError {
  const translate = (path: ResponsePath) =>
    path.map((key) => (typeof key === 'string' ? prepared.clientKey(key) : key))
  return {
    ...error,
    path: error.path === undefined ? undefined : translate(error.path),
    covers: error.covers.map(translate),
  }
}

/** Cuts a path where the answer has no such field: the planner adds fields that the client did not ask for. */
function trimPath(path: ResponsePath | undefined, data: JsonObject | null): ResponsePath | undefined {
  if (path === undefined || path.length === 0) return undefined
  let value: unknown = data
  for (const [index, key] of path.entries()) {
    if (value === null) return path
    const next = Array.isArray(value)
      ? value[Number(key)]
      : isJsonObject(value) && key in value
        ? value[key]
        : undefined
    if (next === undefined) return index === 0 ? undefined : path.slice(0, index)
    value = next
  }
  return path
}
