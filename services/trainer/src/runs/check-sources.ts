import { problem } from '@chorus/common/src/errors/chorus-error.ts'
import type { CreateRunRequest, RunSources, SourceDataset } from './create-run-request.ts'
import type { InputProblem, ProblemCode } from './problem.ts'

/** All that is wrong with the things that a request names: missing, in a wrong state, of a wrong kind, sharing questions. */
export function checkSources(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  return [
    ...checkEndpoint(request, sources),
    ...checkModelVersion(request, sources),
    ...checkPromptSets(request, sources),
    ...checkLearning(request, sources),
    ...checkEvaluations(request, sources),
    ...checkOverlaps(request, sources),
  ]
}

function checkEndpoint(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  const { endpoint } = sources
  const isNamed = Boolean(request.endpointId)
  const path = isNamed ? ['endpointId'] : ['modelVersionId']
  if (endpoint === null) return isNamed ? [missing(path, 'endpoint', request.endpointId ?? '')] : []
  const problems: InputProblem[] = []
  if (endpoint.archived) {
    problems.push(
      of('WRONG_STATE', path, 'an endpoint in use', 'one that is archived', 'Choose another endpoint'),
    )
  }
  if (request.training && !endpoint.fineTuning) {
    problems.push(
      of(
        'INVALID',
        path,
        'an endpoint that takes fine-tuning jobs',
        `${endpoint.name}, which does not`,
        'Leave `training` out to measure only, or choose another endpoint',
      ),
    )
  }
  const names = endpoint.models.map((model) => model.name)
  if (isNamed && request.model && !names.includes(request.model)) {
    problems.push(
      of(
        'NOT_FOUND',
        ['model'],
        `a model of ${endpoint.name}: ${names.join(', ')}`,
        JSON.stringify(request.model),
        'Choose one of these, or add it to the endpoint',
      ),
    )
  }
  return problems
}

function checkModelVersion(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  const { modelVersionId } = request
  if (!modelVersionId) return []
  const path = ['modelVersionId']
  const { modelVersion } = sources
  if (modelVersion === null) return [missing(path, 'model version', modelVersionId)]
  if (modelVersion.name !== null) return []
  return [
    of(
      'WRONG_STATE',
      path,
      'a model version that can be sampled',
      'one that is not trained yet',
      'Wait for its training',
    ),
  ]
}

function checkPromptSets(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  const named = [
    { id: request.promptSetId, path: ['promptSetId'] },
    ...(request.evaluations ?? []).flatMap(({ promptSetId }, i) => {
      const isGiven = promptSetId !== null && promptSetId !== undefined
      return isGiven ? [{ id: promptSetId, path: ['evaluations', String(i), 'promptSetId'] }] : []
    }),
  ]
  return named.flatMap(({ id, path }) =>
    sources.promptSets.has(id) ? [] : [missing(path, 'prompt set', id)],
  )
}

function checkLearning(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  if (!request.learning) return []
  const path = ['learning', 'datasetId']
  const dataset = sources.datasets.get(request.learning.datasetId)
  if (!dataset) return [missing(path, 'dataset', request.learning.datasetId)]
  const problems = checkUsable(path, dataset)
  if (dataset.kind === 'LABELLED') {
    problems.push(
      of(
        'LABELS_NOT_ALLOWED',
        path,
        'an unlabelled dataset to learn from',
        `${dataset.name}, which has gold answers`,
        'Make an unlabelled dataset of the same questions, without their answers',
      ),
    )
  }
  return problems
}

function checkEvaluations(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  return (request.evaluations ?? []).flatMap((plan, i) => {
    const path = ['evaluations', String(i), 'datasetId']
    const dataset = sources.datasets.get(plan.datasetId)
    if (!dataset) return [missing(path, 'dataset', plan.datasetId)]
    const problems = checkUsable(path, dataset)
    if (dataset.kind === 'UNLABELLED') {
      problems.push(
        of(
          'INVALID',
          path,
          'a labelled dataset to measure with',
          `${dataset.name}, which has no gold answers`,
          'Choose a labelled dataset',
        ),
      )
    }
    return problems
  })
}

function checkUsable(path: readonly string[], dataset: SourceDataset): InputProblem[] {
  if (dataset.status === 'OPEN') {
    return [of('WRONG_STATE', path, 'a sealed dataset', `${dataset.name}, which is open`, 'Seal it first')]
  }
  if (dataset.questionCount > 0) return []
  return [
    of('INVALID', path, 'a dataset with questions', `${dataset.name}, which has none`, 'Choose another'),
  ]
}

/** A labelled dataset must share no question with one of another use, nor with the one to learn from. */
function checkOverlaps(request: CreateRunRequest, sources: RunSources): InputProblem[] {
  const uses = (request.evaluations ?? []).map((plan, i) => ({
    id: plan.datasetId,
    use: plan.use as string,
    path: ['evaluations', String(i), 'datasetId'],
  }))
  const learning = request.learning
    ? [{ id: request.learning.datasetId, use: 'learning', path: ['learning', 'datasetId'] }]
    : []
  const all = [...learning, ...uses]
  return all.flatMap((later, i) =>
    all.slice(0, i).flatMap((earlier) => {
      if (earlier.use === later.use || earlier.id === later.id) return []
      const shared = sources.overlaps.find(
        ({ a, b }) => (a === earlier.id && b === later.id) || (a === later.id && b === earlier.id),
      )
      if (shared === undefined || shared.sharedQuestions === 0) return []
      const name = sources.datasets.get(earlier.id)?.name ?? 'the other dataset'
      const example = shared.example ? `, for example ${JSON.stringify(shared.example.slice(0, 80))}` : ''
      return [
        of(
          'DATASET_OVERLAP',
          later.path,
          `no question in common with ${name} (${earlier.use})`,
          `${shared.sharedQuestions}${example}`,
          'Take the shared questions out of one of them',
        ),
      ]
    }),
  )
}

function missing(path: readonly string[], what: string, id: string): InputProblem {
  return of('NOT_FOUND', path, `the id of a ${what} of this project`, JSON.stringify(id), 'Look it up')
}

function of(
  code: ProblemCode,
  path: readonly string[],
  expected: string,
  found: string,
  fix: string,
): InputProblem {
  return { code, path, message: problem({ expected, found, fix }) }
}
