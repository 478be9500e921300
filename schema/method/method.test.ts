import { describe, expect, test } from 'vitest'
import { canonicalJson, hashOf } from './canonical-json.ts'
import { pathsHash, runContentHash, votesHash } from './content-hash.ts'
import { basePathSeed } from './path-seed.ts'
import { questionHash } from './question-hash.ts'
import { type PromptSetContent, renderMessages, renderText } from './render-prompt.ts'
import { type SampleSetContent, sampleSetKey } from './sample-set.ts'

describe('canonical JSON', () => {
  test('does not depend on the order of keys and leaves undefined members out', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, e: true })).toBe(
      '{"b":[1,{"c":"x","d":null}],"e":true}',
    )
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }))
  })

  test('refuses numbers that JSON cannot say', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(/finite/)
  })
})

describe('question hash', () => {
  const question = { text: 'How  many?\n', answerType: 'NUMBER', choices: [] } as const
  test('ignores white space and Unicode form, nothing else', () => {
    expect(questionHash({ ...question, text: ' How many? ' })).toBe(questionHash(question))
    expect(questionHash({ ...question, text: 'how many?' })).not.toBe(questionHash(question))
    expect(questionHash({ ...question, answerType: 'TEXT' })).not.toBe(questionHash(question))
  })
})

describe('path seeds', () => {
  test('leave room for the index within 31 bits and depend on run, sample set and question', () => {
    const seeds = Array.from({ length: 2_000 }, (_, i) =>
      basePathSeed({ runSeed: i % 7, sampleSetKey: `k${i}`, questionHash: `q${i}` }),
    )
    expect(Math.max(...seeds) + 2 ** 20).toBeLessThanOrEqual(2 ** 31)
    expect(Math.min(...seeds)).toBeGreaterThanOrEqual(0)
    expect(new Set(seeds).size).toBeGreaterThan(1_990)
  })
})

const promptSet: PromptSetContent = {
  systemPrompt: null,
  exemplars: [{ question: 'Two and two?', reasoning: '2+2=4.', answer: '4' }],
  questionTemplate: 'Q: {question}\nA:',
  stepByStepTrigger: " Let's think step by step.",
  answerMarker: 'The answer is',
  stop: ['\n'],
}
const question = { text: 'Costs $& and $1?', choices: [] }

describe('the four formats (Huang et al. 2023, table 2)', () => {
  test.each([
    ['FEW_SHOT_COT', 'Q: Two and two?\nA: 2+2=4. The answer is 4.\n\nQ: Costs $& and $1?\nA:'],
    ['FEW_SHOT_DIRECT', 'Q: Two and two?\nA: The answer is 4.\n\nQ: Costs $& and $1?\nA:'],
    ['ZERO_SHOT_COT', "Q: Costs $& and $1?\nA: Let's think step by step."],
    ['ZERO_SHOT_DIRECT', 'Q: Costs $& and $1?\nA:'],
  ] as const)('%s has the bytes of the paper', (format, text) => {
    expect(renderText(promptSet, format, question)).toBe(text)
  })

  test('as chat the exemplars are turns, and the system prompt comes first', () => {
    expect(renderMessages({ ...promptSet, systemPrompt: 'Be brief.' }, 'FEW_SHOT_DIRECT', question)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Q: Two and two?\nA:' },
      { role: 'assistant', content: 'The answer is 4.' },
      { role: 'user', content: 'Q: Costs $& and $1?\nA:' },
    ])
  })

  test('choices are lettered below the question', () => {
    const text = renderText(promptSet, 'ZERO_SHOT_DIRECT', { text: 'Which?', choices: ['red', 'blue'] })
    expect(text).toBe('Q: Which?\n(A) red\n(B) blue\nA:')
  })
})

describe('sample set key', () => {
  const content: SampleSetContent = {
    runSeed: 1,
    iteration: 1,
    purpose: 'LEARNING',
    arm: 'main',
    format: 'FEW_SHOT_COT',
    method: 'LEARNING',
    modelKey: 'm',
    promptSetHash: 'p',
    datasetHash: 'd',
    firstQuestion: 0,
    questionCount: 120,
    sampling: { samplesPerQuestion: 32, temperature: 0.7, topP: 1, maxTokens: 256 },
  }
  test('changes with every part of the content', () => {
    const variants: SampleSetContent[] = [
      { ...content, runSeed: 2 },
      { ...content, iteration: 2 },
      { ...content, purpose: 'EVALUATION' },
      { ...content, arm: 'noVote' },
      { ...content, modelKey: 'n' },
      { ...content, firstQuestion: 120 },
      { ...content, sampling: { ...content.sampling, temperature: 1 } },
    ]
    const keys = [content, ...variants].map(sampleSetKey)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('content hash', () => {
  const paths = [
    { questionHash: 'a', index: 0, text: 'x' },
    { questionHash: 'a', index: 1, text: 'y' },
  ]
  const vote = {
    questionHash: 'a',
    outcome: 'CONSENSUS',
    winner: '4',
    winnerCount: 2,
    pathCount: 2,
    decidedBy: 'SELF',
  }
  const run = {
    configHash: 'c',
    iterations: [
      {
        number: 1,
        sampleSets: [
          { key: 'k1', pathsHash: pathsHash(paths) },
          { key: 'k2', pathsHash: pathsHash([]) },
        ],
        votesHash: votesHash([vote]),
        trainingSetHash: 't',
        evaluations: [{ datasetHash: 'd', method: 'COT', n: 2, correct: 1, ties: 0, unparsable: 0 }],
        decision: 'PROMOTED',
      },
    ],
  }
  const [iteration] = run.iterations

  test('does not depend on the order in which things are given', () => {
    expect(pathsHash(paths.toReversed())).toBe(pathsHash(paths))
    const sampleSets = iteration?.sampleSets.toReversed() ?? []
    const other = { ...run, iterations: run.iterations.map((i) => ({ ...i, sampleSets })) }
    expect(runContentHash(other)).toBe(runContentHash(run))
  })

  test('changes with one path, one vote, one count, one decision', () => {
    const change = (part: object) =>
      runContentHash({ ...run, iterations: run.iterations.map((i) => ({ ...i, ...part })) })
    const hashes = [
      runContentHash(run),
      change({
        sampleSets: [{ key: 'k1', pathsHash: pathsHash([{ questionHash: 'a', index: 0, text: 'z' }]) }],
      }),
      change({ votesHash: votesHash([{ ...vote, winner: '5' }]) }),
      change({
        evaluations: [{ datasetHash: 'd', method: 'COT', n: 2, correct: 2, ties: 0, unparsable: 0 }],
      }),
      change({ decision: 'REJECTED' }),
      runContentHash({ ...run, configHash: 'other' }),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
