import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { buildReport, type ReportedRun } from './build-report.ts'
import { doneShare, planWork, secondsLeft } from './estimate-progress.ts'
import { duration, pValue, signed } from './format-figures.ts'
import { mcnemar } from './paired-change.ts'
import { renderProgress } from './render-progress.ts'
import { renderReport } from './render-report.ts'
import { queryLink, renderSummary } from './render-summary.ts'

type Evaluation = ReportedRun['baseModelVersion']['evaluations'][number]

function evaluation(input: Partial<Evaluation> & Pick<Evaluation, 'accuracy'>): Evaluation {
  return {
    dataset: { id: 'dts_3', name: 'arithmetic-report-3' },
    use: 'REPORT',
    method: 'COT',
    interval: { lower: input.accuracy - 0.06, upper: input.accuracy + 0.06 },
    n: 200,
    correct: Math.round(input.accuracy * 200),
    ties: 0,
    unparsable: 0,
    changeFromBase: null,
    ...input,
  }
}

function change(gained: number, lost: number, n = 200): NonNullable<Evaluation['changeFromBase']> {
  const points = (100 * (gained - lost)) / n
  const interval = { lower: points - 5, upper: points + 5 }
  return { points, interval, pValue: mcnemar(gained, lost), gained, lost, n }
}

const coin = { dataset: { id: 'dts_c', name: 'coin-report' }, method: 'DIRECT' } as const
const direct = { method: 'DIRECT' } as const
const maj = { method: 'SELF_CONSISTENCY', ties: 14 } as const

const iteration = (number: number, evaluations: Evaluation[], status: 'PROMOTED' | 'REJECTED') => ({
  number,
  status,
  statusReason: null,
  trainingSet: { exampleCount: 480, contentHash: 'ab'.repeat(32) },
  votesSummary: { consensus: 103, noConsensus: 16, unparsable: 1, meanAgreement: 0.712 },
  modelVersion: { id: `mdl_${number}`, name: `ft:${number}`, status, evaluations },
  gate: {
    verdict: 'PASS' as const,
    decision: status,
    reason: 'accuracy on arithmetic-gate rose by 8.0 points',
  },
})

const run: ReportedRun = {
  id: 'run_1',
  name: 'quickstart',
  status: 'COMPLETED',
  statusReason: 'finished: 2 of 2 iterations',
  contentHash: 'c0ffee',
  startedAt: null,
  finishedAt: null,
  config: {
    seed: 1,
    iterations: 2,
    sampling: { samplesPerQuestion: 32 },
    evaluations: [
      {
        use: 'GATE',
        methods: ['COT'],
        dataset: { id: 'dts_g', name: 'arithmetic-gate', questionCount: 400 },
      },
      {
        use: 'REPORT',
        methods: ['DIRECT', 'COT', 'SELF_CONSISTENCY'],
        dataset: { id: 'dts_3', name: 'arithmetic-report-3', questionCount: 200 },
      },
      {
        use: 'REPORT',
        methods: ['DIRECT'],
        dataset: { id: 'dts_c', name: 'coin-report', questionCount: 100 },
      },
    ],
  },
  baseModelVersion: {
    id: 'mdl_0',
    name: 'chorus-tiny-1',
    evaluations: [
      evaluation({ accuracy: 0.02, ...direct }),
      evaluation({ accuracy: 0.45 }),
      evaluation({ accuracy: 0.75, ...maj }),
      evaluation({ accuracy: 0.5, n: 100, ...coin }),
    ],
  },
  currentModelVersion: { id: 'mdl_1', name: 'ft:1' },
  iterations: [
    iteration(
      1,
      [
        evaluation({ accuracy: 0.025, ...direct, changeFromBase: change(2, 1) }),
        evaluation({ accuracy: 0.7, changeFromBase: change(60, 10) }),
        evaluation({ accuracy: 0.8, ...maj, changeFromBase: change(15, 5) }),
        evaluation({ accuracy: 0.3, n: 100, ...coin, changeFromBase: change(2, 22, 100) }),
      ],
      'PROMOTED',
    ),
    iteration(2, [evaluation({ accuracy: 0.2, changeFromBase: change(0, 50) })], 'REJECTED'),
  ],
  spend: { promptTokens: '123456', completionTokens: '7890', trainedTokens: '4321', costUsd: '0', calls: 99 },
}

describe('the before/after table', () => {
  test('shows every version, marks the rejected one, and compares the model that the run ended with', () => {
    expect(renderReport(buildReport(run), 120).join('\n')).toMatchInlineSnapshot(`
      "┌─────────────────────┬────────────┬────────────┬────────────┬───────────────┐
      │                     │     before │    after 1 │    after 2 │        change │
      │                     │            │            │ (rejected) │               │
      ├─────────────────────┼────────────┼────────────┼────────────┼───────────────┤
      │ arithmetic-report-3 │      2.0 % │      2.5 % │          – │   +0.5 points │
      │ DIRECT              │   -4.0–8.0 │   -3.5–8.5 │            │   −4.5 … +5.5 │
      │ n = 200             │            │            │            │       p = 1.0 │
      ├─────────────────────┼────────────┼────────────┼────────────┼───────────────┤
      │ arithmetic-report-3 │     45.0 % │     70.0 % │     20.0 % │  +25.0 points │
      │ COT                 │  39.0–51.0 │  64.0–76.0 │  14.0–26.0 │ +20.0 … +30.0 │
      │ n = 200             │            │            │            │     p < 0.001 │
      ├─────────────────────┼────────────┼────────────┼────────────┼───────────────┤
      │ arithmetic-report-3 │     75.0 % │     80.0 % │          – │   +5.0 points │
      │ SELF_CONSISTENCY@32 │  69.0–81.0 │  74.0–86.0 │            │   0.0 … +10.0 │
      │ n = 200             │ ties 7.0 % │ ties 7.0 % │            │      p = 0.04 │
      ├─────────────────────┼────────────┼────────────┼────────────┼───────────────┤
      │ coin-report         │     50.0 % │     30.0 % │          – │  −20.0 points │
      │ DIRECT              │  44.0–56.0 │  24.0–36.0 │            │ −25.0 … −15.0 │
      │ n = 100             │            │            │            │     p < 0.001 │
      └─────────────────────┴────────────┴────────────┴────────────┴───────────────┘

      Held-out questions by chain of thought (n = 200): +25.0 points, p < 0.001.
        arithmetic-report-3, DIRECT: no change shown
        arithmetic-report-3, COT: better by 25.0 points
        arithmetic-report-3, SELF_CONSISTENCY@32: better by 5.0 points
        coin-report, DIRECT: worse by 20.0 points (not learnt, may be forgotten)
      Intervals are 95 %; changes compare the same questions before and after (McNemar). A tie counts as wrong."
    `)
  })

  test('shows only before and after where every iteration would be too wide', () => {
    const [head = ''] = renderReport(buildReport(run), 70).slice(1)
    expect(head.split('│').map((cell) => cell.trim())).toEqual(['', '', 'before', 'after 1', 'change', ''])
  })

  test('is a list on a narrow terminal, with the same figures', () => {
    const lines = renderReport(buildReport(run), 60)
    expect(lines).toContain('arithmetic-report-3, COT, n = 200')
    expect(lines).toContain('  after 1: 70.0 %, 64.0–76.0')
    expect(lines).toContain('  change: +25.0 points, +20.0 … +30.0, p < 0.001')
  })

  test('says so where nothing improved, and where a family was forgotten', () => {
    const text = renderReport(buildReport(run), 120).join('\n')
    expect(text).toContain('arithmetic-report-3, DIRECT: no change shown')
    expect(text).toContain('coin-report, DIRECT: worse by 20.0 points (not learnt, may be forgotten)')
  })

  test('says that nothing changed when no new model was promoted', () => {
    const unchanged = { ...run, currentModelVersion: { id: 'mdl_0', name: 'chorus-tiny-1' } }
    expect(renderReport(buildReport(unchanged), 120)).toContain(
      'No new model was promoted, so nothing changed.',
    )
  })
})

test('below the table stand the decisions, the spend, the content hash and a query that is ready', () => {
  const lines = renderSummary({ run, graphUrl: 'http://127.0.0.1:4000/graphql', logFolder: '.chorus/logs' })
  expect(lines.join('\n').replaceAll(/query=\S+/g, 'query=…')).toMatchInlineSnapshot(`
    "Iteration 1: 103 of 120 questions agreed (mean agreement 71.2 %), 480 rows trained on
      promoted: accuracy on arithmetic-gate rose by 8.0 points
    Iteration 2: 103 of 120 questions agreed (mean agreement 71.2 %), 480 rows trained on
      rejected: accuracy on arithmetic-gate rose by 8.0 points

    Spend         123,456 prompt, 7,890 completion and 4,321 trained tokens in 99 calls, $0.00
    Content hash  c0ffee
    Model         ft:1

    Look further:
      http://127.0.0.1:4000/graphql?query=…
        the graph, with a query for this run: votes, paths, training rows
      .chorus/logs
        logs of every process
      README.md and docs/ in this folder
        your own questions, your own model, how it all works"
  `)
  const link = new URL(queryLink('http://127.0.0.1:4000/graphql', 'run_1'))
  const query = link.searchParams.get('query') ?? ''
  expect(() => parse(query)).not.toThrow()
  expect(query).toContain('run(id: "run_1")')
})

const progress = {
  stage: 'SAMPLING',
  iteration: 1,
  iterationsPlanned: 2,
  questionsPlanned: 120,
  questionsVoted: 57,
  meanAgreement: 0.71,
  pathsSampled: 1_920,
  pathsPlanned: 3_840,
  evaluationPathsSampled: 0,
  evaluationPathsPlanned: 0,
  trainingStep: null,
  trainingStepsPlanned: null,
  loss: null,
  evaluationsScored: 0,
  evaluationsPlanned: 0,
}
const running = {
  id: 'run_1',
  status: 'RUNNING',
  statusReason: null,
  progress,
  spend: { promptTokens: '412034', completionTokens: '99123', trainedTokens: '0', costUsd: '0.0000' },
} as const

describe('the progress display', () => {
  const view = {
    name: 'quickstart',
    run: running,
    done: 0.46,
    elapsedSeconds: 41,
    secondsLeft: 48,
    width: 80,
  }

  test('shows stage, paths, votes, spend and the time left', () => {
    expect(renderProgress(view).join('\n')).toMatchInlineSnapshot(`
      "quickstart · iteration 1 of 2 · sampling and voting
      ██████████████░░░░░░░░░░░░░░░░  46 %  0:41, about 0:48 left
        paths     1,920 of 3,840
        votes     57 of 120, agreement 71.0 %
        training  –
        measured  –
        spend     412,034 + 99,123 tokens, $0.00"
    `)
  })

  test('never writes a line that is wider than the terminal', () => {
    for (const line of renderProgress({ ...view, width: 40 })) expect(line.length).toBeLessThan(40)
  })

  test('shows step and loss while training, and why a run is paused', () => {
    const training = {
      ...progress,
      stage: 'TRAINING',
      trainingStep: 12,
      trainingStepsPlanned: 15,
      loss: 0.4123,
    }
    const text = (status: 'RUNNING' | 'PAUSED') =>
      renderProgress({
        ...view,
        run: { ...running, status, statusReason: 'the endpoint refuses', progress: training },
      })
    expect(text('RUNNING').join('\n')).toContain('step 12 of 15, loss 0.412')
    expect(text('PAUSED')[0]).toBe('quickstart · paused: the endpoint refuses')
  })
})

describe('the time left', () => {
  const plan = planWork(run.config, 120)

  test('the done share grows with every stage from nothing to everything', () => {
    const share = (change: Partial<typeof progress>) =>
      doneShare(plan, { ...progress, pathsSampled: 0, ...change })
    const shares = [
      share({ iteration: 0, stage: 'BASELINE' }),
      share({ iteration: 0, stage: 'BASELINE', evaluationPathsSampled: 3_000 }),
      share({}),
      share({ pathsSampled: 3_840 }),
      share({ pathsSampled: 3_840, stage: 'EVALUATING' }),
      share({ iteration: 2 }),
      share({ iteration: 2, pathsSampled: 3_840, stage: 'EVALUATING', evaluationPathsSampled: 1e6 }),
    ]
    expect(shares[0]).toBe(0)
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeCloseTo(1)
  })

  test('is measured from where the display began, and not told too early', () => {
    expect(secondsLeft({ begun: 0.5, done: 0.75, elapsedSeconds: 10 })).toBe(10)
    expect(secondsLeft({ begun: 0.5, done: 0.51, elapsedSeconds: 10 })).toBeUndefined()
  })
})

test.each([
  [60, 10, 1.0e-9],
  [2, 1, 1],
  [0, 0, 1],
  [10, 2, 0.0386],
])('McNemar of %i gained and %i lost', (gained, lost, expected) => {
  expect(mcnemar(gained, lost)).toBeCloseTo(expected, 3)
})

test.each([
  [signed(-3.46), '−3.5'],
  [signed(0.04), '0.0'],
  [signed(12), '+12.0'],
  [pValue(0.0004), 'p < 0.001'],
  [pValue(0.0386), 'p = 0.04'],
  [pValue(1), 'p = 1.0'],
  [duration(67), '1:07'],
])('writes %s', (written, expected) => expect(written).toBe(expected))
