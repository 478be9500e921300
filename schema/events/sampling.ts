import { z } from 'zod'
import { defineEvent } from './define-event.ts'
import {
  budget,
  closedRound,
  count,
  eventPath,
  eventQuestion,
  eventSampleSet,
  sampleSetRequest,
  sha256Hex,
  uuid,
} from './parts.ts'
import { TOPICS } from './topics.ts'

export const iterationStarted = defineEvent({
  type: 'chorus.iteration-started.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'The trainer began an iteration: the sampler draws its learning paths.',
  data: z.object({
    runId: uuid,
    iterationId: uuid,
    iteration: count,
    budget,
    leaseMs: z
      .int()
      .min(1)
      .describe('How long the sampler may go on without hearing from the trainer again, in milliseconds.'),
    sampleSet: sampleSetRequest,
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const evaluationRequested = defineEvent({
  type: 'chorus.evaluation-requested.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary:
    'The trainer asks for the paths of one evaluation: a model version on a labelled dataset by one method.',
  data: z.object({
    runId: uuid,
    iterationId: uuid,
    iteration: count,
    budget,
    leaseMs: z.int().min(1),
    sampleSet: sampleSetRequest,
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const pathsSampled = defineEvent({
  type: 'chorus.paths-sampled.v1',
  topic: TOPICS.paths,
  audience: 'internal',
  source: 'sampler',
  consumers: ['voter'],
  summary: 'The sampler stored learning paths of a question; the last event of a round says so in `closes`.',
  data: z.object({
    sampleSet: eventSampleSet,
    question: eventQuestion,
    paths: z.array(eventPath).describe('In index order; empty when nothing could be had.'),
    closes: closedRound.nullable(),
  }),
  keyParts: 'run id:question id',
  key: (data) => `${data.sampleSet.runId}:${data.question.questionId}`,
})

export const evaluationPathsSampled = defineEvent({
  type: 'chorus.evaluation-paths-sampled.v1',
  topic: TOPICS.evaluationPaths,
  audience: 'internal',
  source: 'sampler',
  consumers: ['voter'],
  summary:
    'The sampler stored evaluation paths of a labelled question. The only event that carries a gold answer.',
  data: z.object({
    sampleSet: eventSampleSet,
    question: eventQuestion,
    goldAnswer: z.string(),
    paths: z.array(eventPath),
    closes: closedRound.nullable(),
  }),
  keyParts: 'run id:question id',
  key: (data) => `${data.sampleSet.runId}:${data.question.questionId}`,
})

export const sampleSetSampled = defineEvent({
  type: 'chorus.sample-set-sampled.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'sampler',
  consumers: ['trainer'],
  summary: 'Every question of a sample set has its paths or a recorded shortfall.',
  data: z.object({
    runId: uuid,
    sampleSetId: uuid,
    pathCount: count,
    shortfall: count.describe('Paths that could not be had.'),
    shortfallReasons: z.array(z.string()).describe('Reasons of shortfalls, each once.'),
    pathsHash: sha256Hex.describe('Hash over question hashes, indexes and texts (method/content-hash.ts).'),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const samplingBlocked = defineEvent({
  type: 'chorus.sampling-blocked.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'sampler',
  consumers: ['trainer'],
  summary:
    'The sampler cannot go on with a run until a person acts: a refused key, an unknown model, a spent budget.',
  data: z.object({
    runId: uuid,
    cause: z.enum(['ENDPOINT_REFUSES', 'BUDGET_SPENT', 'NOT_ALLOWED']),
    reason: z.string().describe('For people: what was expected, what came, what to do.'),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const samplingStopped = defineEvent({
  type: 'chorus.sampling-stopped.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'sampler',
  consumers: ['trainer'],
  summary: 'After a cancellation: no model call of the run is in flight any more and none will begin.',
  data: z.object({ runId: uuid }),
  keyParts: 'run id',
  key: (data) => data.runId,
})
