import { createHash } from 'node:crypto'
import { QueryPlanner } from '@graphql-hive/router-query-planner'
import {
  buildASTSchema,
  type DocumentNode,
  type OperationDefinitionNode,
  parse,
  validateSchema,
} from 'graphql'
import type { ExecutionSchema } from '../execute/execute-operation.ts'
import type { PreparedOperation } from '../execute/prepared-operation.ts'
import { createTypeRelations } from '../execute/type-relations.ts'
import { buildApiSchema } from './api-schema.ts'
import { createLruCache } from './lru-cache.ts'
import { prepareOperation } from './prepare-operation.ts'
import { readSubgraphs } from './read-subgraphs.ts'

/** One version of a supergraph: what it promises to clients, how to plan against it, and where its subgraphs are. */
export interface Graph extends ExecutionSchema {
  readonly sdl: string
  /** Hex SHA-256 of the text. */
  readonly hash: string
  /** By name, as the supergraph says. */
  readonly subgraphUrls: ReadonlyMap<string, string>
  /** The plan of an operation, from the cache when the key was seen before. */
  prepare(input: {
    /** Tells operations apart: hash of the text and operation name. */
    readonly key: string
    readonly document: DocumentNode
    readonly operation: OperationDefinitionNode
  }): PreparedOperation
}

const maxCachedPlans = 2_000

/**
 * Loads a supergraph's text: planner, API schema and subgraphs. Tells of each plan asked for whether the cache had it.
 * @throws {Error} when it is not a supergraph that can serve.
 */
export function createGraph(sdl: string, onPlanLookup?: (isHit: boolean) => void): Graph {
  const document = parse(sdl)
  const subgraphUrls = readSubgraphs(document)
  if (subgraphUrls.size === 0) throw new Error('It names no subgraph (enum join__Graph); is it a supergraph?')
  const apiSchema = buildApiSchema(document)
  const [problem] = validateSchema(apiSchema)
  if (problem !== undefined) throw problem
  const planner = new QueryPlanner(sdl)
  const noLabels = new Set<string>()
  const plan = (query: string) => planner.plan(query, null, noLabels, 0)
  const prepared = createLruCache<PreparedOperation>(maxCachedPlans, onPlanLookup)
  return {
    sdl,
    hash: createHash('sha256').update(sdl).digest('hex'),
    subgraphUrls,
    apiSchema,
    types: createTypeRelations(buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })),
    prepare: ({ key, ...operation }) =>
      prepared.getOrMake(key, () => prepareOperation({ ...operation, plan })),
  }
}
