import { problem } from '@chorus/common/src/errors/chorus-error.ts'
import { originOf } from '@chorus/common/src/graphql/request-context.ts'
import { keyOf } from '@chorus/schema/ids.ts'
import type { InputProblem } from '../runs/problem.ts'
import { actOnRun, decideOnVersion, type RunAction } from '../store/act-on-run.ts'
import type { GraphqlContext } from './context.ts'
import { acceptRun } from './create-run.ts'
import type { ModelVersionDecisionInput, Resolvers, RunActionInput } from './generated.ts'

const MAX_REASON = 1_000

function toErrors(problems: readonly InputProblem[]) {
  return problems.map(({ code, path, message }) => ({ code, path: [...path], message }))
}

function checkReason(reason: string | null | undefined): InputProblem[] {
  if (!reason || reason.length <= MAX_REASON) return []
  const message = problem({
    expected: `at most ${MAX_REASON} characters`,
    found: String(reason.length),
    fix: 'Shorten it',
  })
  return [{ code: 'TOO_LARGE', path: ['reason'], message }]
}

async function act(action: RunAction, input: RunActionInput, context: GraphqlContext) {
  const { loaders, project, actor } = context
  const tooLong = checkReason(input.reason)
  if (tooLong.length > 0) return { run: null, errors: toErrors(tooLong) }
  const id = keyOf('Run', input.runId) ?? NOBODY
  const request = { project, actor: actor.id, id, reason: input.reason ?? null }
  const found = await actOnRun(loaders.db, action, request, loaders.settings)
  const run = found?.code === 'NOT_FOUND' ? null : await loaders.runs.clear(id).load(id)
  return { run, errors: toErrors(found ? [found] : []) }
}

async function decide(
  decision: 'PROMOTED' | 'REJECTED',
  input: ModelVersionDecisionInput,
  context: GraphqlContext,
) {
  const { loaders, project, actor } = context
  const tooLong = checkReason(input.reason)
  if (tooLong.length > 0) return { modelVersion: null, errors: toErrors(tooLong) }
  const id = keyOf('ModelVersion', input.modelVersionId) ?? NOBODY
  const request = { project, actor: actor.id, id, reason: input.reason ?? null }
  const found = await decideOnVersion(loaders.db, decision, request, loaders.settings)
  const modelVersion = found?.code === 'NOT_FOUND' ? null : await loaders.modelVersions.clear(id).load(id)
  return { modelVersion, errors: toErrors(found ? [found] : []) }
}

/** An id that nothing has: what a malformed id stands for. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Resolvers of mutations. */
export const mutationResolvers: Pick<Resolvers<GraphqlContext>, 'Mutation'> = {
  Mutation: {
    createRun: async (_root, { input }, context) => {
      const { runId, problems } = await acceptRun(context.loaders, input, originOf(context))
      if (runId === null) return { run: null, errors: toErrors(problems) }
      return { run: await context.loaders.runs.load(runId), errors: [] }
    },
    pauseRun: (_root, { input }, context) => act('pauseRun', input, context),
    resumeRun: (_root, { input }, context) => act('resumeRun', input, context),
    cancelRun: (_root, { input }, context) => act('cancelRun', input, context),
    approveModelVersion: (_root, { input }, context) => decide('PROMOTED', input, context),
    rejectModelVersion: (_root, { input }, context) => decide('REJECTED', input, context),
  },
}
