import { z } from 'zod'
import { ANSWER_TYPES } from '../method/question-hash.ts'
import { FORMATS, METHODS } from '../method/sample-set.ts'

export const uuid = z.uuid()
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
export const count = z.int().min(0)
export const share = z.number().min(0).max(1)

/** How answers are read and grouped; stored with every vote. */
export const votePolicy = z.object({
  answerMarker: z.string().min(1),
  minAgreement: share.nullable().describe('Smallest agreement for consensus; null for none.'),
  extractionVersion: z.int().min(1),
})
export type VotePolicyData = z.infer<typeof votePolicy>

export const samplingValues = z.object({
  samplesPerQuestion: z.int().min(1).max(128),
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1),
  maxTokens: z.int().min(1),
})

/** A sample set as the trainer asks for it: pins endpoint version, model, prompt set and dataset. */
export const sampleSetRequest = z.object({
  sampleSetId: uuid,
  key: sha256Hex.describe('SHA-256 of its content (method/sample-set.ts).'),
  purpose: z.enum(['LEARNING', 'EVALUATION']),
  arm: z.string(),
  method: z.enum([...METHODS, 'LEARNING']),
  format: z.enum(FORMATS),
  runSeed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  evaluationId: uuid.nullable().describe('Null for a learning sample set.'),
  endpointId: uuid,
  endpointVersion: z.int().min(1),
  model: z.string().min(1),
  promptSetId: uuid,
  datasetId: uuid,
  firstQuestion: count.describe('Position of the first question in the dataset.'),
  questionCount: z.int().min(1),
  sampling: samplingValues,
  policy: votePolicy,
})
export type SampleSetRequest = z.infer<typeof sampleSetRequest>

/** What a run may use at the most; null is without limit. */
export const budget = z.object({
  maxCostUsd: z.string().nullable(),
  maxTokens: z.string().nullable(),
})

/** A question inside a sample set, as path events carry it. */
export const eventQuestion = z.object({
  questionId: uuid,
  questionHash: sha256Hex,
  position: count.describe('Place in the dataset, from 0.'),
  text: z.string(),
  answerType: z.enum(ANSWER_TYPES),
  choices: z.array(z.string()),
})
export type EventQuestion = z.infer<typeof eventQuestion>

/** What every path event says of its sample set, so that the voter needs no other event to vote. */
export const eventSampleSet = z.object({
  sampleSetId: uuid,
  key: sha256Hex,
  runId: uuid,
  iterationId: uuid,
  iteration: count,
  arm: z.string(),
  method: z.enum([...METHODS, 'LEARNING']),
  evaluationId: uuid.nullable(),
  questionCount: z.int().min(1).describe('Questions that the sample set asks.'),
  policy: votePolicy,
})
export type EventSampleSet = z.infer<typeof eventSampleSet>

export const eventPath = z.object({
  pathId: uuid,
  index: count,
  text: z
    .string()
    .nullable()
    .describe("Null when it is too large to travel: then it is read from the sampler's subgraph."),
  finishReason: z.enum(['STOP', 'LENGTH', 'CONTENT_FILTER']),
})
export type EventPath = z.infer<typeof eventPath>

/** Stands on the last event of a question's round: nothing more comes for it. */
export const closedRound = z.object({
  round: z.int().min(1).describe('From 1.'),
  stored: count.describe('Paths of this question stored in all rounds up to this one.'),
  shortfall: count.describe('Paths asked for that could not be had.'),
  reason: z.string().nullable().describe('Why, when there is a shortfall.'),
})
