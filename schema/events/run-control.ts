import { z } from 'zod'
import { defineEvent } from './define-event.ts'
import { uuid } from './parts.ts'
import { TOPICS } from './topics.ts'

const runAndReason = z.object({ runId: uuid, reason: z.string() })

export const runPaused = defineEvent({
  type: 'chorus.run-paused.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'No new model call is made for the run; what is in flight is kept.',
  data: runAndReason,
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const runResumed = defineEvent({
  type: 'chorus.run-resumed.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'A paused or blocked run goes on.',
  data: z.object({ runId: uuid, leaseMs: z.int().min(1) }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const runCancelling = defineEvent({
  type: 'chorus.run-cancelling.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary:
    'A run is to end: within 2 s of this event no new model call is made; answered by sampling-stopped.',
  data: runAndReason,
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const samplingLeaseRenewed = defineEvent({
  type: 'chorus.sampling-lease-renewed.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'The trainer is alive and still wants the run: the sampler may go on for another lease.',
  data: z.object({ runId: uuid, leaseMs: z.int().min(1) }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const trainingSettled = defineEvent({
  type: 'chorus.training-settled.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'trainer',
  consumers: ['sampler'],
  summary: 'A fine-tuning job ended: its tokens go into the ledger of the run.',
  data: z.object({
    runId: uuid,
    endpointId: uuid,
    endpointVersion: z.int().min(1),
    model: z.string(),
    jobId: z.string(),
    trainedTokens: z.int().min(0),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})
