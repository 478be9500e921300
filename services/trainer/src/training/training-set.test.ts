import { describe, expect, test } from 'vitest'
import { type KeptPath, type KeptQuestion, planTrainingSet } from './build-training-set.ts'
import { estimateSteps, isTransientFailure, pointsToTell } from './job-progress.ts'
import { jobSuffix } from './job-suffix.ts'
import { renderExample, toJsonLine } from './render-example.ts'

const promptSet = {
  systemPrompt: 'Think.',
  exemplars: [{ question: '1+1?', reasoning: '1 and 1 is 2.', answer: '2' }],
  questionTemplate: 'Q: {question}\nA:',
  stepByStepTrigger: " Let's think step by step.",
  answerMarker: 'The answer is',
  stop: [],
}

function path(index: number, over: Partial<KeptPath> = {}): KeptPath {
  return { pathId: `p${index}`, index, finishReason: 'STOP', hasConflictingAnswers: false, ...over }
}

function question(name: string, paths: readonly KeptPath[], over: Partial<KeptQuestion> = {}): KeptQuestion {
  return {
    questionId: name,
    questionHash: `hash-${name}`,
    voteId: `vote-${name}`,
    decidedBy: 'SELF',
    paths: paths.map((item) => ({ ...item, pathId: `${name}/${item.pathId}` })),
    ...over,
  }
}

const three = [path(0), path(1), path(2)]
const plan = (preset: 'PAPER' | 'GENTLE', questions: readonly KeptQuestion[], seed = 7) =>
  planTrainingSet({ preset, questions, seed, iteration: 1 })

describe('the paper preset', () => {
  test('makes every kept path a row of each format, equal direct rows included', () => {
    const built = plan('PAPER', [question('a', three), question('b', [path(0)])])
    expect(built.examples).toHaveLength(16)
    expect(built.countsByFormat).toEqual({
      FEW_SHOT_COT: 4,
      FEW_SHOT_DIRECT: 4,
      ZERO_SHOT_COT: 4,
      ZERO_SHOT_DIRECT: 4,
    })
  })
})

describe('the gentle preset', () => {
  test('makes four rows a question, one per format', () => {
    const built = plan('GENTLE', [question('a', three), question('b', three)])
    expect(built.examples).toHaveLength(8)
    const formatsOfA = built.examples.filter((row) => row.questionId === 'a').map((row) => row.format)
    expect(new Set(formatsOfA).size).toBe(4)
  })

  test('draws paths by seed', () => {
    const many = Array.from({ length: 20 }, (_, i) => question(`q${i}`, three))
    const paths = (seed: number) =>
      plan('GENTLE', many, seed)
        .examples.map((row) => row.pathId)
        .sort()
    expect(paths(1)).toEqual(paths(1))
    expect(paths(1)).not.toEqual(paths(2))
    expect(new Set(paths(1)).size).toBeGreaterThan(20)
  })
})

describe('a training set', () => {
  test('has the same rows in the same order however its questions and paths come', () => {
    const a = question('a', three)
    const b = question('b', three)
    const turned = { ...a, paths: [...a.paths].reverse() }
    for (const preset of ['PAPER', 'GENTLE'] as const) {
      expect(plan(preset, [b, turned]).examples).toEqual(plan(preset, [a, b]).examples)
    }
  })

  test('is shuffled: neither by question nor by format', () => {
    const rows = plan('PAPER', [question('a', three), question('b', three)]).examples
    const runs = rows.filter((row, i) => row.questionId !== rows[i - 1]?.questionId).length
    expect(runs).toBeGreaterThan(4)
  })

  test('leaves out what must not be trained on, and says how many', () => {
    const built = plan('PAPER', [
      question('a', [
        path(0),
        path(1, { finishReason: 'LENGTH' }),
        path(2, { hasConflictingAnswers: true }),
        path(3, { finishReason: 'CONTENT_FILTER' }),
      ]),
      question('b', [path(0)], { decidedBy: 'PERSON' }),
    ])
    expect(new Set(built.examples.map((row) => row.pathId))).toEqual(new Set(['a/p0']))
    expect(built.excluded).toEqual({
      'ended by length': 1,
      'conflicting answers': 1,
      'ended by a content filter': 1,
      'the vote was not decided by the model itself': 1,
    })
  })

  test('is empty when nothing is left', () => {
    expect(plan('GENTLE', [question('a', [path(0, { finishReason: 'LENGTH' })])]).examples).toEqual([])
  })
})

describe('a row', () => {
  const source = {
    question: { text: '2+3?', choices: [] },
    answerText: '5',
    pathText: ' 2 and 3 is 5. The answer is 5. Q: more',
    answerEndsAt: 31,
  }
  const user = (content: string) => ({ role: 'user', content })
  const system = { role: 'system', content: 'Think.' }

  test.each([
    [
      'FEW_SHOT_COT',
      [
        system,
        user('Q: 1+1?\nA:'),
        { role: 'assistant', content: '1 and 1 is 2. The answer is 2.', weight: 0 },
        user('Q: 2+3?\nA:'),
        { role: 'assistant', content: '2 and 3 is 5. The answer is 5.' },
      ],
    ],
    [
      'FEW_SHOT_DIRECT',
      [
        system,
        user('Q: 1+1?\nA:'),
        { role: 'assistant', content: 'The answer is 2.', weight: 0 },
        user('Q: 2+3?\nA:'),
        { role: 'assistant', content: 'The answer is 5.' },
      ],
    ],
    [
      'ZERO_SHOT_COT',
      [
        system,
        user("Q: 2+3?\nA: Let's think step by step."),
        { role: 'assistant', content: '2 and 3 is 5. The answer is 5.' },
      ],
    ],
    ['ZERO_SHOT_DIRECT', [system, user('Q: 2+3?\nA:'), { role: 'assistant', content: 'The answer is 5.' }]],
  ] as const)('of %s is as in table 2 of the paper', (format, expected) => {
    expect(renderExample(promptSet, { ...source, format })).toEqual(expected)
  })

  test('is one line of JSON, without a weight where there is none', () => {
    const line = toJsonLine(renderExample(promptSet, { ...source, format: 'ZERO_SHOT_DIRECT' }))
    expect(line).toBe(
      '{"messages":[{"role":"system","content":"Think."},{"role":"user","content":"Q: 2+3?\\nA:"},{"role":"assistant","content":"The answer is 5."}]}\n',
    )
  })
})

describe('a job', () => {
  test('has a suffix that follows from what it is for', () => {
    const job = { runId: 'r', iteration: 1, arm: 'main', attempt: 1 }
    expect(jobSuffix(job)).toMatch(/^[0-9a-f]{24}$/)
    expect(jobSuffix(job)).toBe(jobSuffix({ ...job }))
    expect(jobSuffix(job)).not.toBe(jobSuffix({ ...job, attempt: 2 }))
  })

  test('is told of at most ten times', () => {
    const points = Array.from({ length: 500 }, (_, i) => ({ step: i + 1, loss: 1 }))
    const told = pointsToTell(points, 0, 500)
    expect(told).toHaveLength(10)
    expect(told.at(-1)?.step).toBe(500)
    expect(pointsToTell(points, 500, 500)).toEqual([])
  })

  test('takes as many steps as batches and epochs', () => {
    expect(estimateSteps({ exampleCount: 65, epochs: 3, batchSize: 32 })).toBe(9)
  })

  test('is tried again only where the endpoint was at fault', () => {
    expect(isTransientFailure('server_error')).toBe(true)
    expect(isTransientFailure('invalid_training_file')).toBe(false)
    expect(isTransientFailure(null)).toBe(false)
  })
})
