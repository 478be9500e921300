import type { Connection } from '@chorus/common/src/paging/keyset-page.ts'
import { type PageRequest, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import type { Queryable } from '@chorus/common/src/postgres/database.ts'
import DataLoader from 'dataloader'
import { readByIds, readQuestionsByIds } from '../store/read-content.ts'
import {
  type ProgressRow,
  readKnownRunQuestions,
  readKnownRuns,
  readLearningSets,
  readPathPages,
  readPathsByIds,
  readProgress,
  readSpend,
  type SpendRow,
} from '../store/read-runs.ts'
import type { PathNode } from './nodes.ts'
import { toDataset, toEndpoint, toPath, toPromptSet, toQuestion } from './to-nodes.ts'

type PathPage = { readonly sampleSetId: string; readonly questionId: string; readonly page: PageRequest }
type RunQuestionKey = { readonly sampleSetId: string; readonly questionId: string }

/** A loader over a function that gives found values by key; others are null. */
function byKey<Value>(read: (keys: readonly string[]) => Promise<Map<string, Value>>) {
  return new DataLoader<string, Value | null>(async (keys) => {
    const found = await read(keys)
    return keys.map((key) => found.get(key) ?? null)
  })
}

/** The same over a function that gives nodes. */
function nodes<Node extends { readonly key: string }>(read: (keys: readonly string[]) => Promise<Node[]>) {
  return byKey(async (keys) => new Map((await read(keys)).map((node) => [node.key, node])))
}

/** One request's loaders: everything by its key, within the project, each query once. */
export function createLoaders(on: Queryable, scope: { readonly schema: string; readonly project: string }) {
  const ofRuns = async (keys: readonly string[]) =>
    new Map((await readSpend(on, { ...scope, ids: keys })).map((row) => [row.id, row]))
  return {
    dataset: nodes(async (ids) => (await readByIds(on, { ...scope, table: 'datasets', ids })).map(toDataset)),
    promptSet: nodes(async (ids) =>
      (await readByIds(on, { ...scope, table: 'prompt_sets', ids })).map(toPromptSet),
    ),
    endpoint: nodes(async (ids) =>
      (await readByIds(on, { ...scope, table: 'endpoints', ids })).map(toEndpoint),
    ),
    question: nodes(async (ids) => (await readQuestionsByIds(on, { ...scope, ids })).map(toQuestion)),
    path: nodes(async (ids) => (await readPathsByIds(on, { ...scope, ids })).map(toPath)),
    spend: byKey<SpendRow>(ofRuns),
    progress: byKey<ProgressRow[]>(async (ids) => {
      const [known, rows] = await Promise.all([
        readKnownRuns(on, { ...scope, ids }),
        readProgress(on, { ...scope, ids }),
      ])
      return new Map([...known].map((id) => [id, rows.filter((row) => row.id === id)]))
    }),
    learningSet: byKey<string>((iterationIds) => readLearningSets(on, { ...scope, iterationIds })),
    isRunQuestion: new DataLoader<RunQuestionKey, boolean>(async (keys) => {
      const known = await readKnownRunQuestions(on, { ...scope, keys })
      return keys.map((key) => known.has(`${key.sampleSetId}.${key.questionId}`))
    }),
    paths: new DataLoader<PathPage, Connection<PathNode>>((pages) => loadPathPages(on, scope, pages)),
  }
}

/** What `createLoaders` gives. */
export type Loaders = ReturnType<typeof createLoaders>

async function loadPathPages(
  on: Queryable,
  scope: { readonly schema: string; readonly project: string },
  keys: readonly PathPage[],
): Promise<Connection<PathNode>[]> {
  const connections = new Map<PathPage, Connection<PathNode>>()
  for (const [limit, group] of Map.groupBy(keys, (key) => key.page.limit)) {
    const pages = group.map(({ sampleSetId, questionId, page }) => ({
      sampleSetId,
      questionId,
      afterIndex: Number(page.after?.[0] ?? -1),
    }))
    const found = await readPathPages(on, { ...scope, limit, pages })
    group.forEach((key, i) => {
      const rows = found[i] ?? []
      const keysOf = (row: { readonly index: number }) => [String(row.index)]
      connections.set(key, toConnection({ rows, page: key.page, keysOf, toNode: toPath }))
    })
  }
  return keys.map((key) => connections.get(key) ?? emptyConnection(key.page))
}

function emptyConnection(page: PageRequest): Connection<PathNode> {
  return toConnection<never, PathNode>({ rows: [], page, keysOf: () => [], toNode: (row) => row })
}
