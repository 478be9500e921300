import { parsePage, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import { runQuestionKey, toGlobalId } from '@chorus/schema/ids.ts'
import { FORMATS } from '@chorus/schema/method/sample-set.ts'
import { readExamples } from '../store/read-examples.ts'
import type { GraphqlContext } from './context.ts'
import { foreignCursor } from './foreign-cursor.ts'
import type { Resolvers } from './generated.ts'
import { loadOwn, mustLoad } from './load-own.ts'

/** Resolvers of iterations, their gates and their training sets. */
export const iterationResolvers: Pick<
  Resolvers<GraphqlContext>,
  'Iteration' | 'GateDecision' | 'GateEvidence' | 'TrainingSet' | 'Example'
> = {
  Iteration: {
    __resolveReference: ({ id }, context) => loadOwn('Iteration', id, context.loaders.iterations),
    id: (iteration) => toGlobalId('Iteration', iteration.id),
    run: (iteration, _args, { loaders }) => mustLoad(loaders.runs, iteration.run_id),
    number: (iteration) => iteration.number,
    status: (iteration) => iteration.status,
    statusReason: (iteration) => iteration.status_reason,
    trainingSet: (iteration, _args, { loaders }) =>
      iteration.training_set_id === null ? null : loaders.trainingSets.load(iteration.training_set_id),
    modelVersion: async (iteration, _args, { loaders }) =>
      iteration.model_version_id === null
        ? null
        : {
            ...(await mustLoad(loaders.modelVersions, iteration.model_version_id)),
            scopeRunId: iteration.run_id,
          },
    gate: (iteration) => iteration.gate,
    startedAt: (iteration) => iteration.started_at,
    finishedAt: (iteration) => iteration.finished_at,
  },
  GateDecision: {
    evidence: (gate) => [...gate.evidence],
  },
  GateEvidence: {
    dataset: (evidence) => ({ id: toGlobalId('Dataset', evidence.datasetId) }),
  },
  TrainingSet: {
    __resolveReference: ({ id }, context) => loadOwn('TrainingSet', id, context.loaders.trainingSets),
    id: (set) => toGlobalId('TrainingSet', set.id),
    contentHash: (set) => set.content_hash,
    exampleCount: (set) => set.example_count,
    countsByFormat: (set) => FORMATS.map((format) => ({ format, count: set.counts_by_format[format] ?? 0 })),
    excluded: (set) =>
      Object.entries(set.excluded)
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => (a.reason < b.reason ? -1 : 1)),
    examples: async (set, args, { loaders, project, actor }) => {
      const page = parsePage(args, 1)
      const from = page.after === null ? 0 : Number(page.after[0]) + 1
      if (!Number.isSafeInteger(from) || from < 0) throw foreignCursor(args.after)
      const rows = await readExamples(loaders.db, {
        trainingSetId: set.id,
        from,
        limit: page.limit + 1,
        readPathTexts: (ids) => loaders.sampler.readPathTexts(ids, { project, actor: actor.id }),
      })
      const connection = toConnection({
        rows,
        page,
        keysOf: (row) => [String(row.position)],
        toNode: (row) => row,
      })
      return { ...connection, edges: [...connection.edges], nodes: [...connection.nodes] }
    },
  },
  Example: {
    messages: (example) => [...example.messages],
    path: (example) => ({ id: toGlobalId('Path', example.pathId) }),
    runQuestion: (example) => ({
      id: toGlobalId('RunQuestion', runQuestionKey(example.sampleSetId, example.questionId)),
    }),
  },
}
