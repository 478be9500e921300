import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { parsePage, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { keyOf } from '@chorus/schema/ids.ts'
import { readOverlaps, readQuestions } from '../store/read-content.ts'
import type { GraphqlContext } from './context.ts'
import type { Resolvers } from './generated.ts'
import type { DatasetNode } from './nodes.ts'
import { loadBy } from './queries.ts'
import { toQuestion } from './to-nodes.ts'

/** The types that stand for content: datasets, questions, prompt sets, endpoints. */
export function datasetTypes(
  db: Database,
): Pick<Resolvers, 'Dataset' | 'Question' | 'PromptSet' | 'Endpoint'> {
  return {
    Dataset: {
      __resolveReference: ({ id }, { loaders }) => loadBy('Dataset', id, loaders.dataset),
      questions: async (dataset, args) => {
        const page = parsePage(args, 1)
        const rows = await readQuestions(db, { schema: db.schema, datasetId: dataset.key, page })
        return toConnection({ rows, page, keysOf: (row) => [String(row.position)], toNode: toQuestion })
      },
      overlaps: (dataset, args, context) => findOverlaps(db, dataset, args.with, context),
    },
    Question: { __resolveReference: ({ id }, { loaders }) => loadBy('Question', id, loaders.question) },
    PromptSet: { __resolveReference: ({ id }, { loaders }) => loadBy('PromptSet', id, loaders.promptSet) },
    Endpoint: { __resolveReference: ({ id }, { loaders }) => loadBy('Endpoint', id, loaders.endpoint) },
  }
}

async function findOverlaps(
  db: Database,
  dataset: DatasetNode,
  ids: readonly string[],
  context: GraphqlContext,
) {
  const others = await Promise.all(ids.map((id) => loadOther(id, context)))
  const shared = await readOverlaps(db, {
    schema: db.schema,
    project: context.project,
    datasetId: dataset.key,
    others: others.map((other) => other.key),
  })
  return others.map((other) => {
    const { count, examples } = shared.get(other.key) ?? { count: 0, examples: [] }
    return { dataset: other, sharedQuestions: count, examples }
  })
}

async function loadOther(id: string, { loaders }: GraphqlContext): Promise<DatasetNode> {
  const key = keyOf('Dataset', id)
  const dataset = key === null ? null : await loaders.dataset.load(key)
  if (dataset !== null) return dataset
  throw new ChorusError({
    code: 'NOT_FOUND',
    message: problem({
      expected: 'ids of datasets of this project in `with`',
      found: JSON.stringify(id.slice(0, 80)),
      fix: 'Correct the id',
    }),
  })
}
