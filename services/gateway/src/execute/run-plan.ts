import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  PlanNode,
} from '@graphql-hive/router-query-planner'
import { fetchEntities } from './fetch-entities.ts'
import { mergeData } from './merge-data.ts'
import { placeErrors, placeFailure } from './place-errors.ts'
import { type PlanRun, usedVariables } from './plan-run.ts'
import { applyRewrites } from './rewrites.ts'
import { rootKeysOf } from './root-keys.ts'
import type { SubgraphAnswer } from './subgraph-port.ts'

/** The part of a fetch that a subscription's source has too. */
export type RootFetch = Pick<FetchNode, 'serviceName' | 'operation' | 'variableUsages' | 'outputRewrites'>

/** Runs a plan node with all below it. Failures of subgraphs end up in `run.errors`; it rejects only for a plan nobody knows. */
export async function runPlan(
  run: PlanRun,
  node: PlanNode,
  path: readonly FlattenNodePathSegment[] = [],
): Promise<void> {
  switch (node.kind) {
    case 'Sequence':
      for (const next of node.nodes) await runPlan(run, next, path)
      return
    case 'Parallel':
      await Promise.all(node.nodes.map((next) => runPlan(run, next, path)))
      return
    case 'Condition': {
      const chosen = run.variables[node.condition] === true ? node.ifClause : node.elseClause
      if (chosen) await runPlan(run, chosen, path)
      return
    }
    case 'Flatten':
      return runPlan(run, node.node, [...path, ...node.path])
    case 'Fetch':
      return node.requires ? fetchFlattened(run, node, path) : fetchRoot(run, node)
    case 'BatchFetch':
      return fetchBatch(run, node)
    case 'Subscription':
    case 'Defer':
      throw new Error(`A plan node of kind ${node.kind} cannot stand inside a plan that gives one answer`)
  }
}

async function fetchRoot(run: PlanRun, node: RootFetch): Promise<void> {
  const { serviceName: service, operation: query } = node
  absorbRoot(
    run,
    node,
    await run.call({ service, query, variables: usedVariables(run, node.variableUsages) }),
  )
}

/** Takes the answer to a root fetch, or one event of a subscription, into the run. */
export function absorbRoot(run: PlanRun, node: RootFetch, answer: SubgraphAnswer): void {
  const keys = rootKeysOf(node)
  const place = {
    service: node.serviceName,
    path: keys.slice(0, 1),
    covers: keys.map((key) => [key]),
    locate: (path: readonly (string | number)[]) => [path],
  }
  if (answer.kind === 'failed') {
    run.errors.push(placeFailure(answer.code, place))
    return
  }
  run.errors.push(...placeErrors(answer.errors, place))
  if (answer.data === undefined) return
  applyRewrites(answer.data, node.outputRewrites, run.types)
  mergeData(run.data, answer.data, run.types)
}

function fetchFlattened(
  run: PlanRun,
  node: FetchNode,
  path: readonly FlattenNodePathSegment[],
): Promise<void> {
  const { requires = [], inputRewrites = [], outputRewrites = [] } = node
  const variable = 'representations'
  const group = { key: '_entities', variable, paths: [path], requires, inputRewrites, outputRewrites }
  return fetchEntities(run, { ...fetchOf(run, node), groups: [group] })
}

function fetchBatch(run: PlanRun, node: BatchFetchNode): Promise<void> {
  const groups = node.entityBatch.aliases.map((alias) => ({
    key: alias.alias,
    variable: alias.representationsVariableName,
    paths: alias.paths,
    requires: alias.requires,
    inputRewrites: alias.inputRewrites ?? [],
    outputRewrites: alias.outputRewrites ?? [],
  }))
  return fetchEntities(run, { ...fetchOf(run, node), groups })
}

function fetchOf(run: PlanRun, node: FetchNode | BatchFetchNode) {
  return {
    service: node.serviceName,
    query: node.operation,
    variables: usedVariables(run, node.variableUsages),
  }
}
