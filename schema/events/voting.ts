import { z } from 'zod'
import { defineEvent } from './define-event.ts'
import { count, eventQuestion, sha256Hex, share, uuid } from './parts.ts'
import { TOPICS } from './topics.ts'

export const questionVoted = defineEvent({
  type: 'chorus.question-voted.v1',
  topic: TOPICS.votes,
  audience: 'public',
  source: 'voter',
  consumers: ['trainer'],
  summary: 'A learning question has an outcome.',
  data: z.object({
    runId: uuid,
    iterationId: uuid,
    iteration: count,
    sampleSetId: uuid,
    questionId: uuid,
    questionHash: sha256Hex,
    position: count,
    voteId: uuid,
    voteVersion: z.int().min(1),
    outcome: z.enum(['CONSENSUS', 'NO_CONSENSUS', 'UNPARSABLE']),
    decidedBy: z.enum(['SELF', 'OTHER_MODEL', 'PERSON']),
    winner: z.string().nullable().describe('Normal form of the winning answer; null without consensus.'),
    winnerCount: count.describe('Paths in the largest class.'),
    pathCount: count,
    unparsableCount: count,
    agreement: share,
    keptCount: count.describe('Paths that agree with the winner and travel in `paths-kept`.'),
  }),
  keyParts: 'run id:question id',
  key: (data) => `${data.runId}:${data.questionId}`,
})

export const pathsKept = defineEvent({
  type: 'chorus.paths-kept.v1',
  topic: TOPICS.keptPaths,
  audience: 'internal',
  source: 'voter',
  consumers: ['trainer'],
  summary: 'The paths of a question that agree with its winner, with their text.',
  data: z.object({
    runId: uuid,
    iterationId: uuid,
    sampleSetId: uuid,
    voteId: uuid,
    voteVersion: z.int().min(1),
    question: eventQuestion,
    answerText: z
      .string()
      .describe('The winning answer as paths state it most often, for the direct formats.'),
    paths: z.array(
      z.object({
        pathId: uuid,
        index: count,
        text: z
          .string()
          .nullable()
          .describe("Null when too large to travel: read it from the sampler's subgraph."),
        answerEndsAt: count.describe('Characters of `text` up to and including the answer sentence.'),
        finishReason: z.enum(['STOP', 'LENGTH', 'CONTENT_FILTER']),
        hasConflictingAnswers: z
          .boolean()
          .describe('Different answers stand in it: it votes, but is never trained on.'),
      }),
    ),
  }),
  keyParts: 'run id:question id',
  key: (data) => `${data.runId}:${data.question.questionId}`,
})

export const iterationVoted = defineEvent({
  type: 'chorus.iteration-voted.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'voter',
  consumers: ['trainer'],
  summary:
    'Every question of an iteration has an outcome. The trainer trains when it holds exactly these votes.',
  data: z.object({
    runId: uuid,
    iterationId: uuid,
    sampleSetId: uuid,
    voteCount: count,
    keptPathCount: count,
    voteIdsHash: sha256Hex.describe('hashLines over `<vote id>:<version>` (method/content-hash.ts).'),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})

export const evaluationScored = defineEvent({
  type: 'chorus.evaluation-scored.v1',
  topic: TOPICS.control,
  audience: 'internal',
  source: 'voter',
  consumers: ['trainer'],
  summary: 'Every question of an evaluation was scored against its gold answer.',
  data: z.object({
    runId: uuid,
    iterationId: uuid,
    evaluationId: uuid,
    sampleSetId: uuid,
    n: count,
    correct: count,
    ties: count.describe('No single winner; counts as wrong.'),
    unparsable: count.describe('No readable answer; counts as wrong.'),
    meanAgreement: share.nullable().describe('Null for methods with one path.'),
    outcomes: z
      .string()
      .regex(/^[CWTU]*$/)
      .describe('One letter per question in dataset order: C correct, W wrong, T tie, U unparsable.'),
  }),
  keyParts: 'run id',
  key: (data) => data.runId,
})
