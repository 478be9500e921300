import type { CreateRunInput, DatasetUse, EvaluationMethod } from '../generated/operations.ts'

/** The name of the run that npm start makes. */
export const quickstartName = 'quickstart'
/** The model host that is started with the platform, as an endpoint, and the model that it ships. */
export const endpointName = 'embedded'
export const startingModel = 'chorus-tiny-1'
export const learningDataset = 'arithmetic-learn'
/** The prompt set that is learnt with, and the one whose examples are coin questions. */
const runPromptSet = quickstartName
const coinPromptSet = `${quickstartName}-coin`

/** The files of the prompt sets, by name. */
export const promptSetFiles: ReadonlyMap<string, string> = new Map([
  [runPromptSet, 'prompt-set.json'],
  [coinPromptSet, 'prompt-set-coin.json'],
])

/** A labelled dataset and its one use. */
export interface PlannedEvaluation {
  readonly dataset: string
  readonly use: DatasetUse
  readonly methods: readonly EvaluationMethod[]
  /** Default the run's. */
  readonly promptSet?: string
}

const allMethods: readonly EvaluationMethod[] = ['DIRECT', 'COT', 'SELF_CONSISTENCY']

/** The gate reads questions of 2 to 4 steps; the table shows others, and coin flips, which are asked with examples of their own and not learnt. */
export const plannedEvaluations: readonly PlannedEvaluation[] = [
  { dataset: 'arithmetic-gate', use: 'GATE', methods: ['COT'] },
  { dataset: 'arithmetic-report-3', use: 'REPORT', methods: allMethods },
  { dataset: 'arithmetic-report-4', use: 'REPORT', methods: allMethods },
  { dataset: 'coin-report', use: 'REPORT', methods: allMethods, promptSet: coinPromptSet },
]

/** Every dataset of the quickstart, by the name of its file. */
export const datasetNames: readonly string[] = [
  learningDataset,
  ...plannedEvaluations.map((plan) => plan.dataset),
]

/** The run, but for the ids of what it uses: 3 iterations of 120 fresh questions, 32 paths each. */
export function quickstartRun(input: {
  readonly seed: number
  readonly endpointId: string
  /** By name. */
  readonly promptSetIds: ReadonlyMap<string, string>
  /** By name. */
  readonly datasetIds: ReadonlyMap<string, string>
}): Omit<CreateRunInput, 'idempotencyKey'> {
  const datasetId = (name: string) => idOf(input.datasetIds, name)
  const promptSetId = (name: string) => idOf(input.promptSetIds, name)
  return {
    name: quickstartName,
    seed: input.seed,
    iterations: 3,
    endpointId: input.endpointId,
    model: startingModel,
    promptSetId: promptSetId(runPromptSet),
    learning: { datasetId: datasetId(learningDataset), questionsPerIteration: 120 },
    sampling: { samplesPerQuestion: 32, temperature: 0.7, topP: 1, maxTokens: 64 },
    // The endpoint's own learning rate is 3e-4; 2/3 of it is 2e-4.
    training: { preset: 'GENTLE', epochs: 1, batchSize: 32, learningRateMultiplier: 2 / 3 },
    evaluations: plannedEvaluations.map(({ dataset, use, methods, promptSet }) => ({
      datasetId: datasetId(dataset),
      use,
      methods,
      ...(promptSet === undefined ? {} : { promptSetId: promptSetId(promptSet) }),
    })),
  }
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`Expected ${name} to have been made.`)
  return id
}
