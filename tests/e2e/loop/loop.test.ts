import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type IterationContent,
  pathsHash,
  runContentHash,
  votesHash,
} from '../../../schema/method/content-hash.ts'
import { planTrainingSet } from '../../../services/trainer/src/training/build-training-set.ts'
import {
  hashTrainingSet,
  renderExample,
  toJsonLine,
} from '../../../services/trainer/src/training/render-example.ts'
import { readPath } from '../../../services/voter/src/voting/read-path.ts'
import { voteQuestion } from '../../../services/voter/src/voting/vote-question.ts'
import { startPlatform, type TestPlatform } from '../../testkit/platform.ts'
import { startSmallRun, waitForRun } from '../../testkit/small-run.ts'
import { type GraphVote, type RunContent, readRunContent } from './read-content.ts'

let platform: TestPlatform
let content: RunContent
let sampleSets: readonly StoredSampleSet[]

interface StoredSampleSet {
  readonly number: number
  readonly key: string
  readonly paths_hash: string
  readonly is_learning: boolean
}

async function runOnce(): Promise<void> {
  platform = await startPlatform()
  const runId = await startSmallRun(platform, { name: 'loop' })
  expect(await waitForRun(platform, runId)).toMatchObject({ status: 'COMPLETED' })
  content = await readRunContent(platform, runId)
  sampleSets = await readSampleSets(platform)
}

beforeAll(runOnce, 200_000)
afterAll(() => platform.stop())

describe('a small run of two iterations', () => {
  test('has votes that follow from its paths', () => {
    for (const vote of allVotes()) {
      const { tally } = recountVote(vote)
      const { winner, outcome, pathCount, unparsableCount, classes } = vote
      expect({ winner, outcome, pathCount, unparsableCount, classes }).toEqual({
        winner: tally.winner,
        outcome: tally.outcome,
        pathCount: 8,
        unparsableCount: tally.unparsableCount,
        classes: tally.classes,
      })
    }
    expect(allVotes()).toHaveLength(40)
  })

  test('has training sets that follow from its votes, to the byte', () => {
    for (const iteration of content.iterations) {
      const jsonl = rebuildTrainingSet(iteration)
      expect(hashTrainingSet(jsonl)).toBe(iteration.trainingSet.contentHash)
      expect(jsonl.trim().split('\n')).toHaveLength(iteration.trainingSet.exampleCount)
    }
  })

  test('shows the rows of its training set as they were sent', () => {
    for (const { trainingSet } of content.iterations) {
      const lines = trainingSet.examples.nodes.map(({ messages }) =>
        toJsonLine(
          messages.map(({ role, content: text, weight }) => ({
            role,
            content: text,
            ...(weight === 0 ? { weight: 0 as const } : {}),
          })),
        ),
      )
      expect(hashTrainingSet(lines.join(''))).toBe(trainingSet.contentHash)
    }
  })

  test('has a content hash that follows from what the graph shows', () => {
    expect(rehash(content)).toBe(content.contentHash)
  })

  test('would have another content hash with one other path or one other vote', () => {
    const otherText = changeFirstVote(content, (vote) => ({
      ...vote,
      runQuestion: {
        ...vote.runQuestion,
        paths: {
          nodes: vote.runQuestion.paths.nodes.map((path, i) =>
            i === 3 ? { ...path, text: `${path.text} ` } : path,
          ),
        },
      },
    }))
    const otherVote = changeFirstVote(content, (vote) => ({ ...vote, winner: `${vote.winner}0` }))
    expect(new Set([rehash(otherText), rehash(otherVote), content.contentHash]).size).toBe(3)
  })
})

test('run again on a fresh database, it has the same content hash', async () => {
  const first = content
  await platform.stop()
  await runOnce()
  expect(content.contentHash).toBe(first.contentHash)
}, 240_000)

function allVotes(): GraphVote[] {
  return content.iterations.flatMap((iteration) => iteration.votes.nodes)
}

function recountVote(vote: GraphVote) {
  const { question, paths } = vote.runQuestion
  const read = paths.nodes.map(({ id, index, text, finishReason }) =>
    readPath({
      path: { pathId: id, index, text, finishReason },
      kind: question,
      answerMarker: vote.policy.answerMarker,
    }),
  )
  return voteQuestion(read, vote.policy)
}

function rebuildTrainingSet(iteration: RunContent['iterations'][number]): string {
  const voted = iteration.votes.nodes.map((vote) => ({ vote, ...recountVote(vote) }))
  const agreed = voted.filter(({ tally }) => tally.outcome === 'CONSENSUS')
  const plan = planTrainingSet({
    preset: 'GENTLE',
    seed: content.config.seed,
    iteration: iteration.number,
    questions: agreed.map(({ vote, kept }) => ({
      questionId: vote.runQuestion.question.id,
      questionHash: vote.runQuestion.question.hash,
      voteId: vote.id,
      decidedBy: vote.decidedBy,
      paths: kept.map(({ pathId, index, finishReason, answer }) => ({
        pathId,
        index,
        finishReason,
        hasConflictingAnswers: answer.state === 'CONFLICTING',
      })),
    })),
  })
  return plan.examples
    .map((example) => {
      const source = agreed.find(({ vote }) => vote.id === example.voteId)
      const path = source?.kept.find(({ pathId }) => pathId === example.pathId)
      if (!source || !path?.text) throw new Error(`Expected the path ${example.pathId} among the kept ones.`)
      return toJsonLine(
        renderExample(content.config.promptSet, {
          format: example.format,
          question: source.vote.runQuestion.question,
          answerText: source.answerText ?? '',
          pathText: path.text,
          answerEndsAt: path.answer.answerEndsAt,
        }),
      )
    })
    .join('')
}

/** The content hash, its paths and votes taken from the graph; only the keys of sample sets come from the trainer's table. */
function rehash(run: RunContent): string {
  const base: IterationContent = {
    number: 0,
    sampleSets: setsOf(0),
    votesHash: null,
    trainingSetHash: null,
    evaluations: run.baseModelVersion.evaluations.map(toEvaluationContent),
    decision: null,
  }
  const iterations = run.iterations.map((iteration): IterationContent => {
    const votes = iteration.votes.nodes
    const learned = pathsHash(
      votes.flatMap(({ runQuestion: { question, paths } }) =>
        paths.nodes.map(({ index, text }) => ({ questionHash: question.hash, index, text })),
      ),
    )
    return {
      number: iteration.number,
      sampleSets: setsOf(iteration.number, learned),
      votesHash: votesHash(
        votes.map((vote) => ({
          questionHash: vote.runQuestion.question.hash,
          outcome: vote.outcome,
          winner: vote.winner,
          winnerCount: vote.classes[0]?.count ?? 0,
          pathCount: vote.pathCount,
          decidedBy: vote.decidedBy,
        })),
      ),
      trainingSetHash: iteration.trainingSet.contentHash,
      evaluations: iteration.modelVersion.evaluations.map(toEvaluationContent),
      decision: iteration.gate?.decision ?? null,
    }
  })
  return runContentHash({ configHash: run.config.hash, iterations: [base, ...iterations] })
}

function setsOf(number: number, learned?: string): IterationContent['sampleSets'] {
  return sampleSets
    .filter((set) => set.number === number)
    .map((set) => ({
      key: set.key,
      pathsHash: set.is_learning && learned !== undefined ? learned : set.paths_hash,
    }))
}

function toEvaluationContent(
  evaluation: RunContent['baseModelVersion']['evaluations'][number],
): IterationContent['evaluations'][number] {
  const { dataset, ...counts } = evaluation
  return { datasetHash: dataset.contentHash, ...counts }
}

function changeFirstVote(run: RunContent, change: (vote: GraphVote) => GraphVote): RunContent {
  return {
    ...run,
    iterations: run.iterations.map((iteration, i) =>
      i === 0
        ? {
            ...iteration,
            votes: { nodes: iteration.votes.nodes.map((vote, n) => (n === 0 ? change(vote) : vote)) },
          }
        : iteration,
    ),
  }
}

async function readSampleSets({ databaseUrl }: TestPlatform): Promise<readonly StoredSampleSet[]> {
  const client = new pg.Client({ connectionString: databaseUrl() })
  await client.connect()
  try {
    const { rows } = await client.query<StoredSampleSet>(
      `select i.number, s.key, s.paths_hash, 
              exists (select 1 from trainer.votes v where v.sample_set_id = s.id) as is_learning
       from trainer.sample_sets s join trainer.iterations i on i.id = s.iteration_id`,
    )
    return rows
  } finally {
    await client.end()
  }
}
