import { describe, expect, test } from 'vitest'
import { decideNext, type IterationView, type JobView, type RunView } from './decide-next.ts'

function iteration(over: Partial<IterationView> = {}): IterationView {
  return {
    number: 1,
    status: 'SAMPLING',
    isSampled: false,
    votes: { isComplete: false },
    trainingSet: null,
    job: null,
    evaluationsAsked: 0,
    evaluationsScored: 0,
    ...over,
  }
}

function run(over: Partial<RunView> = {}): RunView {
  return {
    status: 'RUNNING',
    iterationsPlanned: 2,
    learning: { questionCount: 25, questionsPerIteration: 10 },
    trains: true,
    evaluationsPlanned: 3,
    iterations: [],
    sampleSetsOpen: 0,
    isSamplerBusy: true,
    ...over,
  }
}

const baseline = iteration({ number: 0, status: 'MEASURED', evaluationsAsked: 3, evaluationsScored: 3 })
const job = (over: Partial<JobView> = {}): JobView => ({
  attempt: 1,
  state: 'OPEN',
  isTransient: false,
  error: null,
  ...over,
})
const training = (over: Partial<IterationView>) =>
  run({ iterations: [baseline, iteration({ status: 'TRAINING', ...over })] })

describe('a run', () => {
  test('starts when it is queued', () => {
    expect(decideNext(run({ status: 'QUEUED' }))).toEqual({ type: 'START_RUN' })
  })

  test('measures its starting model first', () => {
    expect(decideNext(run())).toEqual({ type: 'MEASURE_BASELINE' })
  })

  test.each(['PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const)(
    'does nothing when it is %s',
    (status) => {
      expect(decideNext(run({ status, iterations: [baseline] }))).toBeNull()
    },
  )

  test('asks fresh questions in each iteration', () => {
    expect(decideNext(run({ iterations: [baseline] }))).toEqual({
      type: 'START_ITERATION',
      number: 1,
      firstQuestion: 0,
      questionCount: 10,
    })
    const done = iteration({ status: 'PROMOTED' })
    expect(decideNext(run({ iterations: [baseline, done] }))).toMatchObject({ number: 2, firstQuestion: 10 })
  })

  test('asks what is left when the dataset is nearly used up', () => {
    const done = [1, 2].map((number) => iteration({ number, status: 'PROMOTED' }))
    const view = run({ iterationsPlanned: 5, iterations: [baseline, ...done] })
    expect(decideNext(view)).toMatchObject({ number: 3, firstQuestion: 20, questionCount: 5 })
  })

  test('ends when the dataset ran out, and says so', () => {
    const done = [1, 2, 3].map((number) => iteration({ number, status: 'PROMOTED' }))
    const view = run({ iterationsPlanned: 5, iterations: [baseline, ...done] })
    expect(decideNext(view)).toEqual({
      type: 'END_RUN',
      status: 'COMPLETED',
      reason: 'finished: the learning dataset ran out after 3 iterations (25 questions)',
    })
  })

  test('ends after its last iteration, but not before all paths have been told', () => {
    const done = [1, 2].map((number) => iteration({ number, status: 'REJECTED' }))
    const view = run({ iterations: [baseline, ...done], sampleSetsOpen: 1 })
    expect(decideNext(view)).toBeNull()
    expect(decideNext({ ...view, sampleSetsOpen: 0 })).toMatchObject({ type: 'END_RUN', status: 'COMPLETED' })
  })

  test('that learns nothing ends when its model was measured', () => {
    const view = run({ learning: null, trains: false, iterations: [baseline] })
    expect(decideNext(view)).toMatchObject({ type: 'END_RUN', reason: 'finished: the model was measured' })
  })

  test('that is being cancelled waits for the sampler and for its job', () => {
    const busy = training({ trainingSet: { exampleCount: 4 }, job: job() })
    expect(decideNext({ ...busy, status: 'CANCELLING' })).toMatchObject({ type: 'TRAIN' })
    const noJob = { ...training({}), status: 'CANCELLING' as const }
    expect(decideNext(noJob)).toBeNull()
    expect(decideNext({ ...noJob, isSamplerBusy: false })).toEqual({ type: 'FINISH_CANCELLATION' })
  })
})

describe('an iteration', () => {
  const withIteration = (over: Partial<IterationView>, more: Partial<RunView> = {}) =>
    decideNext(run({ iterations: [baseline, iteration(over)], ...more }))

  test('waits for its paths and votes', () => {
    expect(withIteration({})).toBeNull()
    expect(withIteration({ status: 'VOTING', isSampled: true })).toBeNull()
  })

  test('moves on to voting when all is sampled, or when the votes came first', () => {
    const voting = { type: 'MOVE_ITERATION', number: 1, to: 'VOTING' }
    expect(withIteration({ isSampled: true })).toEqual(voting)
    expect(withIteration({ votes: { isComplete: true } })).toEqual(voting)
  })

  test('trains when it holds exactly the announced votes', () => {
    const view = { status: 'VOTING' as const, votes: { isComplete: true } }
    expect(withIteration(view)).toMatchObject({ to: 'TRAINING' })
    expect(withIteration(view, { trains: false })).toMatchObject({ to: 'MEASURED' })
  })

  test('builds its training set, then trains on it', () => {
    expect(decideNext(training({}))).toEqual({ type: 'BUILD_TRAINING_SET', number: 1 })
    const built = { trainingSet: { exampleCount: 40 } }
    expect(decideNext(training(built))).toEqual({ type: 'TRAIN', number: 1, attempt: 1 })
    expect(decideNext(training({ ...built, job: job() }))).toMatchObject({ type: 'TRAIN', attempt: 1 })
  })

  test('goes on without training when nothing is left to train on', () => {
    expect(decideNext(training({ trainingSet: { exampleCount: 0 } }))).toEqual({
      type: 'SKIP_TRAINING',
      number: 1,
    })
  })

  test('evaluates what was trained', () => {
    const trained = { trainingSet: { exampleCount: 40 }, job: job({ state: 'SUCCEEDED' }) }
    expect(decideNext(training(trained))).toMatchObject({ to: 'EVALUATING' })
  })

  test('tries a job again once when the endpoint was at fault', () => {
    const failed = (attempt: number, isTransient: boolean) =>
      decideNext(
        training({
          trainingSet: { exampleCount: 40 },
          job: job({ state: 'FAILED', attempt, isTransient, error: 'out of memory' }),
        }),
      )
    expect(failed(1, true)).toEqual({ type: 'TRAIN', number: 1, attempt: 2 })
    expect(failed(1, false)).toMatchObject({ type: 'END_RUN', status: 'FAILED' })
    expect(failed(2, true)).toEqual({
      type: 'END_RUN',
      status: 'FAILED',
      reason: 'failed because the fine-tuning job failed: out of memory',
    })
  })

  test('fails its run when somebody cancelled the job at the endpoint', () => {
    const view = training({ trainingSet: { exampleCount: 40 }, job: job({ state: 'CANCELLED' }) })
    expect(decideNext(view)).toMatchObject({ status: 'FAILED' })
  })

  test('is judged when every evaluation was scored', () => {
    const evaluating = (asked: number, scored: number) =>
      withIteration({ status: 'EVALUATING', evaluationsAsked: asked, evaluationsScored: scored })
    expect(evaluating(0, 0)).toEqual({ type: 'EVALUATE', number: 1 })
    expect(evaluating(3, 2)).toBeNull()
    expect(evaluating(3, 3)).toEqual({ type: 'JUDGE', number: 1 })
  })

  test('is judged at once when nothing is measured', () => {
    expect(withIteration({ status: 'EVALUATING' }, { evaluationsPlanned: 0 })).toMatchObject({
      type: 'JUDGE',
    })
  })

  test('waits for a person', () => {
    expect(withIteration({ status: 'AWAITING_APPROVAL' })).toBeNull()
  })
})
