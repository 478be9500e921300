import { z } from 'zod'
import { defineEvent } from './define-event.ts'
import { count, sha256Hex, uuid } from './parts.ts'
import { TOPICS } from './topics.ts'

const modelVersion = {
  runId: uuid,
  iterationId: uuid,
  iteration: count,
  modelVersionId: uuid,
  model: z.string().describe('Name by which the endpoint samples it.'),
  endpointId: uuid,
}

const ended = z.object({
  runId: uuid,
  reason: z.string().describe('For people.'),
  contentHash: sha256Hex.nullable(),
  modelVersionId: uuid,
})

export const runCreated = defineEvent({
  type: 'chorus.run-created.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: [],
  summary: 'A run was accepted.',
  data: z.object({ runId: uuid, name: z.string(), iterations: count, configHash: sha256Hex }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const modelVersionTrained = defineEvent({
  type: 'chorus.model-version-trained.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: [],
  summary: 'A fine-tuning job ended well: a new model version can be sampled.',
  data: z.object({ ...modelVersion, trainingSetHash: sha256Hex, exampleCount: count }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const modelVersionPromoted = defineEvent({
  type: 'chorus.model-version-promoted.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: [],
  summary: 'A model version became the one to go on from.',
  data: z.object({
    ...modelVersion,
    reason: z.string(),
    decidedBy: z.enum(['SELF', 'OTHER_MODEL', 'PERSON']),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const modelVersionRejected = defineEvent({
  type: 'chorus.model-version-rejected.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: [],
  summary: 'A model version was turned down; the run goes on from its parent.',
  data: z.object({
    ...modelVersion,
    reason: z.string(),
    decidedBy: z.enum(['SELF', 'OTHER_MODEL', 'PERSON']),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const runCompleted = defineEvent({
  type: 'chorus.run-completed.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'A run ended by its plan or by a rule.',
  data: ended,
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const runFailed = defineEvent({
  type: 'chorus.run-failed.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'A run ended because something could not be done.',
  data: ended,
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const runCancelled = defineEvent({
  type: 'chorus.run-cancelled.v1',
  topic: TOPICS.runs,
  audience: 'public',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'A run was ended by a person.',
  data: ended,
  keyParts: 'run id',
  key: (data) => data.runId,
})
