import type { PlanNode } from '@graphql-hive/router-query-planner'
import type { ExecutionResult } from 'graphql'
import { coerceVariables, type ExecutionInput, finishRun, startRun } from './execute-operation.ts'
import { toGraphQLError } from './gateway-error.ts'
import type { JsonObject } from './json.ts'
import { usedVariables } from './plan-run.ts'
import { absorbRoot, type RootFetch, runPlan } from './run-plan.ts'
import type { LossCode, OpenSource, SourceItem } from './subscription-source.ts'

export interface SubscriptionInput extends ExecutionInput {
  readonly open: OpenSource
}

const lossMessages: Record<LossCode, string> = {
  SUBGRAPH_UNAVAILABLE:
    'The service behind this subscription cannot be reached; subscribe again in a moment.',
  SUBSCRIPTION_LOST:
    'The source of this subscription was lost; subscribe again after the last cursor you have.',
  SUBSCRIPTION_LAGGED:
    'Events came faster than they were read; subscribe again after the last cursor you have.',
}

/**
 * Opens a subscription. Each event runs through the rest of the plan, one after another, when the reader asks for the next.
 * A lost source gives a last result with an error, so that the client knows to come back with its cursor; a source that
 * completes just ends. Errors in the variables are a single result.
 */
export function subscribeOperation(
  input: SubscriptionInput,
): ExecutionResult | AsyncIterableIterator<ExecutionResult> {
  const coerced = coerceVariables(input)
  if (coerced.errors !== undefined) return { errors: coerced.errors }
  const { primary, rest } = splitSubscription(input.prepared.steps)
  const source = input.open({
    service: primary.serviceName,
    query: primary.operation,
    variables: usedVariables(coerced, primary.variableUsages),
  })
  return mapSource(source, (item) => {
    if (item.kind === 'event')
      return answerEvent({ input, primary, rest, item, variables: coerced.variables })
    const error = { message: lossMessages[item.code], code: item.code, path: undefined }
    return { errors: [toGraphQLError(error, input.requestId)] }
  })
}

async function answerEvent(event: {
  readonly input: ExecutionInput
  readonly primary: RootFetch
  readonly rest: readonly PlanNode[]
  readonly item: Extract<SourceItem, { kind: 'event' }>
  readonly variables: JsonObject
}): Promise<ExecutionResult> {
  const run = startRun(event.input, event.variables)
  absorbRoot(run, event.primary, event.item.answer)
  for (const node of event.rest) await runPlan(run, node)
  return finishRun(event.input, run)
}

function splitSubscription(steps: readonly PlanNode[]): { primary: RootFetch; rest: readonly PlanNode[] } {
  const [first, ...others] = steps
  if (first?.kind === 'Subscription') return { primary: first.primary, rest: others }
  if (first?.kind === 'Sequence') return splitSubscription([...first.nodes, ...others])
  throw new Error('The plan of a subscription does not begin with its source')
}

/** Not an async generator: `return` must reach the source while a reader waits for the next event. */
function mapSource(
  source: AsyncIterableIterator<SourceItem>,
  map: (item: SourceItem) => ExecutionResult | Promise<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult> {
  const close = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    await source.return?.()
    return { done: true, value: undefined }
  }
  const results: AsyncIterableIterator<ExecutionResult> = {
    next: async () => {
      const item = await source.next()
      return item.done ? { done: true, value: undefined } : { done: false, value: await map(item.value) }
    },
    return: close,
    throw: close,
    [Symbol.asyncIterator]: () => results,
  }
  return results
}
