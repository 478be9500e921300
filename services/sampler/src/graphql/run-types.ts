import { parsePage, toConnection } from '@chorus/common/src/paging/keyset-page.ts'
import type { Database } from '@chorus/common/src/postgres/database.ts'
import { keyOf } from '@chorus/schema/ids.ts'
import { readRunQuestions } from '../store/read-runs.ts'
import type { GraphqlContext } from './context.ts'
import type { Resolvers } from './generated.ts'
import type { EntityStub, RunQuestionNode } from './nodes.ts'
import { loadBy } from './queries.ts'
import { toRunQuestion } from './to-nodes.ts'

type RunTypes = Pick<Resolvers, 'Run' | 'RunProgress' | 'Iteration' | 'RunQuestion' | 'Path'>

/** The types that stand for a run: what the sampler adds to them. */
export function runTypes(db: Database): RunTypes {
  return {
    Run: {
      __resolveReference: ({ id }) => ({ id }),
      spend: async ({ id }, _args, { loaders }) => {
        const row = await loadBy('Run', id, loaders.spend)
        if (row === null) return null
        return {
          promptTokens: row.prompt_tokens,
          completionTokens: row.completion_tokens,
          trainedTokens: row.trained_tokens,
          costUsd: row.spent_usd,
          reservedUsd: row.reserved_usd,
          calls: row.calls,
        }
      },
    },
    RunProgress: {
      __resolveReference: ({ id }) => ({ id }),
      pathsSampled: (run, _args, context) => progressOf(context, run, 'LEARNING', 'sampled'),
      pathsPlanned: (run, _args, context) => progressOf(context, run, 'LEARNING', 'planned'),
      evaluationPathsSampled: (run, _args, context) => progressOf(context, run, 'EVALUATION', 'sampled'),
      evaluationPathsPlanned: (run, _args, context) => progressOf(context, run, 'EVALUATION', 'planned'),
    },
    Iteration: {
      __resolveReference: ({ id }) => ({ id }),
      questions: async ({ id }, args, { loaders }) => {
        const page = parsePage(args, 1)
        const sampleSetId = await loadBy('Iteration', id, loaders.learningSet)
        if (sampleSetId === null) return null
        const rows = await readRunQuestions(db, { schema: db.schema, sampleSetId, page })
        return toConnection({
          rows,
          page,
          keysOf: (row) => [String(row.position)],
          toNode: (row) => toRunQuestion(sampleSetId, row.question_id),
        })
      },
    },
    RunQuestion: {
      __resolveReference: ({ id }, context) => loadRunQuestion(id, context),
      question: ({ questionId }, _args, { loaders }) => loaders.question.load(questionId),
      paths: ({ sampleSetId, questionId }, args, { loaders }) =>
        loaders.paths.load({ sampleSetId, questionId, page: parsePage(args, 1) }),
    },
    Path: { __resolveReference: ({ id }, { loaders }) => loadBy('Path', id, loaders.path) },
  }
}

async function progressOf(
  { loaders }: GraphqlContext,
  { id }: EntityStub,
  purpose: 'LEARNING' | 'EVALUATION',
  figure: 'sampled' | 'planned',
): Promise<number | null> {
  // RunProgress has its run's id.
  const rows = await loadBy('Run', id, loaders.progress)
  if (rows === null) return null
  return rows.find((row) => row.purpose === purpose)?.[figure] ?? 0
}

async function loadRunQuestion(id: string, { loaders }: GraphqlContext): Promise<RunQuestionNode | null> {
  const [sampleSetId, questionId] = keyOf('RunQuestion', id)?.split('.') ?? []
  if (sampleSetId === undefined || questionId === undefined) return null
  const isKnown = await loaders.isRunQuestion.load({ sampleSetId, questionId })
  return isKnown ? toRunQuestion(sampleSetId, questionId) : null
}
