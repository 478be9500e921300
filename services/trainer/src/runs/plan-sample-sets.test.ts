import { describe, expect, test } from 'vitest'
import { planEvaluation, planLearning } from './plan-sample-sets.ts'
import type { EvaluationPlan, RunConfig } from './run-config.ts'

const id = (n: number) => `0190c2a0-0000-7000-8000-00000000000${n}`
const runId = id(1)
const dataset = { datasetId: id(2), name: 'sums', contentHash: 'a'.repeat(64), questionCount: 30 }
const usual = { id: id(3), contentHash: 'c'.repeat(64), answerMarker: 'The answer is' }
const own = { id: id(4), contentHash: 'd'.repeat(64), answerMarker: 'So it is' }

const config: RunConfig = {
  seed: 7,
  iterations: 1,
  endpoint: {
    id: id(5),
    version: 2,
    baseUrl: 'http://127.0.0.1/v1',
    keyVariable: null,
    requestTimeoutMs: 1_000,
    models: [],
  },
  model: 'base',
  listedModel: 'base',
  modelKey: 'k',
  promptSet: {
    id: usual.id,
    contentHash: usual.contentHash,
    content: {
      systemPrompt: null,
      exemplars: [],
      questionTemplate: 'Q: {question}\nA:',
      stepByStepTrigger: ' Step by step.',
      answerMarker: usual.answerMarker,
      stop: [],
    },
  },
  learning: null,
  sampling: { samplesPerQuestion: 4, temperature: 0.7, topP: 1, maxTokens: 64 },
  minAgreement: 0.5,
  training: null,
  evaluations: [],
  gate: { tolerancePoints: 5, approval: 'AUTOMATIC' },
  budget: { maxCostUsd: null, maxTokens: null },
}
const model = { name: 'base', key: 'k' }

function evaluationWith(promptSet: EvaluationPlan['promptSet']) {
  const plan: EvaluationPlan = { ...dataset, use: 'REPORT', methods: ['COT'], promptSet }
  return planEvaluation({ runId, config, plan, iteration: 1, model, method: 'COT', evaluationId: id(6) })
}

describe('the sample set of an evaluation', () => {
  test("has the prompt set and the answer marker of its plan, whatever the run's are", () => {
    expect(evaluationWith(own)).toMatchObject({
      promptSetId: own.id,
      policy: { answerMarker: own.answerMarker, minAgreement: null },
    })
  })

  test('has another key with another prompt set, and the same with the same one under another id', () => {
    const { key } = evaluationWith(usual)
    expect(evaluationWith({ ...usual, id: id(9) }).key).toBe(key)
    expect(evaluationWith({ ...usual, contentHash: own.contentHash }).key).not.toBe(key)
  })
})

test("the sample set of learning has the run's prompt set and threshold", () => {
  const input = { runId, config, dataset, iteration: 1, model, firstQuestion: 0, questionCount: 10 }
  expect(planLearning(input)).toMatchObject({
    promptSetId: usual.id,
    policy: { answerMarker: usual.answerMarker, minAgreement: 0.5 },
  })
})
