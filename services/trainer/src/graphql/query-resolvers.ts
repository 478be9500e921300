import { isUuid } from '@chorus/common/src/ids/uuid.ts'
import { type PageRequest, parsePage, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import { type NodeType, parseGlobalId } from '@chorus/schema/ids.ts'
import { readModelVersionPage, readRunPage } from '../store/read-pages.ts'
import type { GraphqlContext } from './context.ts'
import { foreignCursor } from './foreign-cursor.ts'
import type { Resolvers } from './generated.ts'
import { loadOwn } from './load-own.ts'

/** A thing by its id: ours are looked up, of the others' the id is all that is known here. */
async function loadNode(id: string, { loaders }: GraphqlContext) {
  const parsed = parseGlobalId(id)
  if (parsed === null) return null
  const { type, key } = parsed
  switch (type) {
    case 'Run':
      return withType(type, await loaders.runs.load(key))
    case 'Iteration':
      return withType(type, await loaders.iterations.load(key))
    case 'ModelVersion':
      return withType(type, await loaders.modelVersions.load(key))
    case 'TrainingSet':
      return withType(type, await loaders.trainingSets.load(key))
    case 'Evaluation':
      return withType(type, await loaders.evaluations.load(key))
    default:
      return { __typename: type, id }
  }
}

function withType<Row extends object>(type: NodeType, row: Row | null) {
  return row === null ? null : { ...row, __typename: type }
}

/** Resolvers of queries. */
export const queryResolvers: Pick<Resolvers<GraphqlContext>, 'Query' | 'Node'> = {
  Query: {
    run: (_root, { id }, { loaders }) => loadOwn('Run', id, loaders.runs),
    runs: async (_root, args, { loaders, project }) => {
      const page = parseIdPage(args)
      const rows = await readRunPage(loaders.db, {
        project,
        page,
        statuses: args.filter?.status ?? null,
        nameContains: args.filter?.nameContains || null,
      })
      return toPage(rows, page)
    },
    modelVersion: (_root, { id }, { loaders }) => loadOwn('ModelVersion', id, loaders.modelVersions),
    modelVersions: async (_root, args, { loaders, project }) => {
      const page = parseIdPage(args)
      return toPage(await readModelVersionPage(loaders.db, project, page), page)
    },
    node: (_root, { id }, context) => loadNode(id, context),
  },
  Node: {
    __resolveType: (node) => (node as unknown as { readonly __typename: NodeType }).__typename,
  },
}

/** A page behind a row's id. @throws {ChorusError} BAD_USER_INPUT for a cursor that holds none. */
function parseIdPage(args: Parameters<typeof parsePage>[0]): PageRequest {
  const page = parsePage(args, 1)
  if (page.after === null || isUuid(page.after[0] ?? '')) return page
  throw foreignCursor(args.after)
}

function toPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  page: ReturnType<typeof parsePage>,
) {
  const connection = toConnection({ rows, page, keysOf: (row) => [row.id], toNode: (row) => row })
  return { ...connection, edges: [...connection.edges], nodes: [...connection.nodes] }
}
