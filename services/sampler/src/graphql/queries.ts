import { parsePage, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { keyOf, type NodeType } from '@chorus/schema/ids.ts'
import { readNewest } from '../store/read-content.ts'
import type { QueryResolvers } from './generated.ts'
import { toDataset, toEndpoint, toPromptSet } from './to-nodes.ts'

type PageArgs = { readonly first?: number | null | undefined; readonly after?: string | null | undefined }

const newestKeys = (row: { readonly created_key: string; readonly id: string }) => [row.created_key, row.id]

/** The queries of the sampler. */
export function queries(db: Database): QueryResolvers {
  const { schema } = db
  const page = (args: PageArgs) => parsePage(args, 2)
  return {
    dataset: (_parent, { id }, { loaders }) => loadBy('Dataset', id, loaders.dataset),
    promptSet: (_parent, { id }, { loaders }) => loadBy('PromptSet', id, loaders.promptSet),
    endpoint: (_parent, { id }, { loaders }) => loadBy('Endpoint', id, loaders.endpoint),
    datasets: async (_parent, args, { project }) => {
      const from = { schema, table: 'datasets', project, page: page(args) } as const
      const rows = await readNewest(db, from)
      return toConnection({ rows, page: from.page, keysOf: newestKeys, toNode: toDataset })
    },
    promptSets: async (_parent, args, { project }) => {
      const from = { schema, table: 'prompt_sets', project, page: page(args) } as const
      const rows = await readNewest(db, from)
      return toConnection({ rows, page: from.page, keysOf: newestKeys, toNode: toPromptSet })
    },
    endpoints: async (_parent, args, { project }) => {
      const from = { schema, table: 'endpoints', project, page: page(args) } as const
      const rows = await readNewest(db, from)
      return toConnection({ rows, page: from.page, keysOf: newestKeys, toNode: toEndpoint })
    },
  }
}

/** What stands under a GraphQL id; null when it is no id of the type or there is nothing. */
export function loadBy<Node>(
  type: NodeType,
  id: string,
  loader: { readonly load: (key: string) => Promise<Node | null> },
): Promise<Node | null> {
  const key = keyOf(type, id)
  return key === null ? Promise.resolve(null) : loader.load(key)
}
