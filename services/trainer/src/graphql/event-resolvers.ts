import { ChorusError, problem } from '@chorus/common/src/errors/chorus-error.ts'
import { parsePage } from '@chorus/common/src/paging/keyset-page.ts'
import { hasEnded } from '../runs/run-machine.ts'
import type { LogDetails, LogLine } from '../store/run-log.ts'
import type { RunRow } from '../store/run-row.ts'
import type { GraphqlContext } from './context.ts'
import type { Resolvers } from './generated.ts'
import { loadOwn, mustLoad } from './load-own.ts'
import { logCursor } from './run-resolvers.ts'

const detailTypes = {
  STAGE: 'StageDetails',
  VOTING: 'VotingDetails',
  TRAINING_SET: 'TrainingSetDetails',
  TRAINING: 'TrainingDetails',
  MODEL_VERSION: 'ModelVersionDetails',
  EVALUATION: 'EvaluationDetails',
  GATE: 'GateDetails',
  RUN_END: 'RunEndDetails',
} as const satisfies Record<LogDetails['kind'], string>

/** The number behind which a subscription begins. @throws {ChorusError} BAD_USER_INPUT for a cursor that the run did not give. */
function sequenceOf(run: RunRow, after: string | null | undefined): number {
  const keys = parsePage({ after }, 2).after
  if (keys === null) return 0
  const sequence = Number(keys[1])
  const isOurs = keys[0] === run.id && Number.isInteger(sequence) && sequence >= 0
  if (isOurs && sequence <= run.last_sequence) return sequence
  throw new ChorusError({
    code: 'BAD_USER_INPUT',
    message: `Argument \`after\`: ${problem({
      expected: 'a cursor of an event of this run',
      found: JSON.stringify(after),
      fix: 'Give the `cursor` of the last event that you have seen, or leave `after` out',
    })}`,
  })
}

/** Resolvers of a run's log and its subscription. */
export const eventResolvers: Pick<
  Resolvers<GraphqlContext>,
  | 'Subscription'
  | 'IterationEvent'
  | 'IterationEventDetails'
  | 'TrainingSetDetails'
  | 'ModelVersionDetails'
  | 'EvaluationDetails'
  | 'GateDetails'
> = {
  Subscription: {
    iterationEvents: {
      subscribe: async (_root, args, context) => {
        const run = await loadOwn('Run', args.runId, context.loaders.runs)
        if (run === null) throw unknownRun(args.runId)
        const after = sequenceOf(run, args.after)
        if (hasEnded(run.status) && after === run.last_sequence) return nothing()
        return context.loaders.tails.follow(run.id, after)
      },
      resolve: (line: LogLine) => line,
    },
  },
  IterationEvent: {
    cursor: (line) => logCursor(line.run_id, line.sequence),
    run: (line, _args, { loaders }) => mustLoad(loaders.runs, line.run_id),
  },
  IterationEventDetails: {
    __resolveType: (details) => detailTypes[details.kind],
  },
  TrainingSetDetails: {
    trainingSet: (details, _args, { loaders }) => mustLoad(loaders.trainingSets, details.trainingSetId),
  },
  ModelVersionDetails: {
    modelVersion: (details, _args, { loaders }) => mustLoad(loaders.modelVersions, details.modelVersionId),
  },
  EvaluationDetails: {
    evaluation: (details, _args, { loaders }) => mustLoad(loaders.evaluations, details.evaluationId),
  },
  GateDetails: {
    modelVersion: (details, _args, { loaders }) => mustLoad(loaders.modelVersions, details.modelVersionId),
  },
}

/** What is left behind the last line of an ended run. */
async function* nothing(): AsyncGenerator<LogLine> {}

function unknownRun(id: string): ChorusError {
  return new ChorusError({
    code: 'NOT_FOUND',
    message: problem({
      expected: 'the id of a run of this project',
      found: JSON.stringify(id),
      fix: 'Look it up with `runs`',
    }),
  })
}
