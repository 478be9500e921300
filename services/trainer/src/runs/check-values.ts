import { problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { CreateRunRequest } from './create-run-request.ts'
import type { InputProblem } from './problem.ts'

const MAX_EVALUATIONS = 16

type Check = {
  readonly path: readonly string[]
  readonly value: number | null | undefined
  readonly isRight: (value: number) => boolean
  readonly expected: string
}

/** All that is wrong with a request's values by themselves, without a look at what they name. */
export function checkValues(request: CreateRunRequest): InputProblem[] {
  return [
    ...checkTexts(request),
    ...numberChecks(request).flatMap(checkNumber),
    ...checkStart(request),
    ...checkBudget(request),
    ...checkEvaluations(request),
    ...checkPurpose(request),
  ]
}

function numberChecks(request: CreateRunRequest): Check[] {
  const { learning, sampling, training, gate } = request
  const whole = (min: number, max: number) => (value: number) =>
    Number.isInteger(value) && value >= min && value <= max
  const check = (
    path: string,
    value: Check['value'],
    isRight: Check['isRight'],
    expected: string,
  ): Check => ({
    path: path.split('.'),
    value,
    isRight,
    expected,
  })
  return [
    check('seed', request.seed, whole(0, 2 ** 31 - 1), 'a whole number from 0 to 2147483647'),
    check('iterations', request.iterations, whole(1, 20), 'a whole number from 1 to 20'),
    check('minAgreement', request.minAgreement, (v) => v >= 0 && v <= 1, 'a number from 0 to 1'),
    check(
      'learning.questionsPerIteration',
      learning?.questionsPerIteration,
      whole(1, 1_000_000),
      'a whole number from 1 to 1,000,000',
    ),
    check(
      'sampling.samplesPerQuestion',
      sampling?.samplesPerQuestion,
      whole(1, 128),
      'a whole number from 1 to 128',
    ),
    check('sampling.temperature', sampling?.temperature, (v) => v >= 0 && v <= 2, 'a number from 0 to 2'),
    check('sampling.topP', sampling?.topP, (v) => v > 0 && v <= 1, 'a number above 0, at most 1'),
    check('sampling.maxTokens', sampling?.maxTokens, whole(1, 32_768), 'a whole number from 1 to 32,768'),
    check('training.epochs', training?.epochs, whole(1, 50), 'a whole number from 1 to 50'),
    check('training.batchSize', training?.batchSize, whole(1, 256), 'a whole number from 1 to 256'),
    check(
      'training.learningRateMultiplier',
      training?.learningRateMultiplier,
      (v) => v > 0 && v <= 100,
      'a number above 0, at most 100',
    ),
    check('gate.tolerancePoints', gate?.tolerancePoints, (v) => v >= 0 && v <= 100, 'a number from 0 to 100'),
  ]
}

function checkNumber(check: Check): InputProblem[] {
  const { path, value, isRight, expected } = check
  if (value === null || value === undefined || isRight(value)) return []
  return [invalid(path, expected, String(value), 'Choose a value in this range')]
}

function checkTexts(request: CreateRunRequest): InputProblem[] {
  const problems: InputProblem[] = []
  const { name, idempotencyKey } = request
  if (name !== null && name !== undefined && (name.trim() === '' || name.length > 200)) {
    problems.push(invalid(['name'], '1–200 characters', describeText(name), 'Shorten it, or leave it out'))
  }
  if (idempotencyKey.trim() === '' || idempotencyKey.length > 200) {
    problems.push(
      invalid(['idempotencyKey'], '1–200 characters', describeText(idempotencyKey), 'Give a fresh UUID'),
    )
  }
  return problems
}

function describeText(text: string): string {
  return text.trim() === '' ? 'an empty text' : `${text.length} characters`
}

function checkStart(request: CreateRunRequest): InputProblem[] {
  const { endpointId, model, modelVersionId } = request
  if (modelVersionId) {
    if (!endpointId && !model) return []
    return [
      invalid(
        ['modelVersionId'],
        'either `modelVersionId`, or `endpointId` with `model`',
        'both',
        'Leave out one of the two',
      ),
    ]
  }
  if (!endpointId && !model) {
    return [
      required(['endpointId'], '`endpointId` with `model`, or `modelVersionId`', 'Say where the run starts'),
    ]
  }
  if (!endpointId) return [required(['endpointId'], 'the endpoint of the model', 'Give `endpointId`')]
  return model ? [] : [required(['model'], 'the name of a model of the endpoint', 'Give `model`')]
}

function checkBudget(request: CreateRunRequest): InputProblem[] {
  const { maxCostUsd, maxTokens } = request.budget ?? {}
  const problems: InputProblem[] = []
  if (maxCostUsd && !(/^\d{1,12}(\.\d{1,12})?$/.test(maxCostUsd) && Number(maxCostUsd) > 0)) {
    problems.push(
      invalid(['budget', 'maxCostUsd'], 'a decimal number above 0', maxCostUsd, 'For example "12.50"'),
    )
  }
  if (maxTokens && !(/^\d{1,18}$/.test(maxTokens) && Number(maxTokens) > 0)) {
    problems.push(
      invalid(['budget', 'maxTokens'], 'a whole number above 0', maxTokens, 'For example "1000000"'),
    )
  }
  return problems
}

function checkEvaluations(request: CreateRunRequest): InputProblem[] {
  const evaluations = request.evaluations ?? []
  const problems: InputProblem[] = []
  if (evaluations.length > MAX_EVALUATIONS) {
    problems.push({
      code: 'TOO_LARGE',
      path: ['evaluations'],
      message: problem({
        expected: `at most ${MAX_EVALUATIONS} datasets`,
        found: String(evaluations.length),
        fix: 'Measure with fewer, or in another run',
      }),
    })
  }
  evaluations.forEach((plan, i) => {
    const path = ['evaluations', String(i)]
    if (plan.methods?.length === 0) {
      problems.push(required([...path, 'methods'], 'at least one method', 'Name one, or leave `methods` out'))
    }
    const first = evaluations.findIndex((other) => other.datasetId === plan.datasetId)
    if (first < i) problems.push(usedTwice([...path, 'datasetId'], plan.use, evaluations[first]?.use))
  })
  return problems
}

function usedTwice(path: readonly string[], use: string, firstUse: string | undefined): InputProblem {
  return {
    code: 'DATASET_OVERLAP',
    path,
    message: problem({
      expected: 'each labelled dataset once, with one use',
      found: `the same dataset for ${firstUse} and for ${use}`,
      fix: 'Split the dataset, or drop one of the two',
    }),
  }
}

function checkPurpose(request: CreateRunRequest): InputProblem[] {
  const problems: InputProblem[] = []
  if (request.training && !request.learning) {
    problems.push(required(['learning'], 'a dataset to learn from, since the run trains', 'Give `learning`'))
  }
  if (!request.learning && (request.evaluations ?? []).length === 0) {
    problems.push(
      required([], '`learning`, `evaluations` or both', 'Say what to learn from or what to measure with'),
    )
  }
  return problems
}

function invalid(path: readonly string[], expected: string, found: string, fix: string): InputProblem {
  return { code: 'INVALID', path, message: problem({ expected, found, fix }) }
}

function required(path: readonly string[], expected: string, fix: string): InputProblem {
  return { code: 'REQUIRED', path, message: problem({ expected, found: 'nothing', fix }) }
}
