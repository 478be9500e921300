import { type IterationContent, runContentHash, votesHash } from '@chorus/schema/method/content-hash.ts'
import { isIterationFinished } from '../runs/iteration-machine.ts'
import { type IterationRow, readIterations } from './iteration-row.ts'
import type { LockedRun } from './run-row.ts'

/** The run's content hash over the iterations that ended by its plan (schema/method/content-hash.ts). */
export async function readContentHash(run: LockedRun): Promise<string> {
  const iterations = await readIterations(run.tx, [run.row.id])
  const contents: IterationContent[] = []
  for (const iteration of iterations) {
    if (isIterationFinished(iteration.status)) contents.push(await readContent(run, iteration))
  }
  return runContentHash({ configHash: run.row.config_hash, iterations: contents })
}

async function readContent(run: LockedRun, iteration: IterationRow): Promise<IterationContent> {
  return {
    number: iteration.number,
    sampleSets: await readSampleSets(run, iteration.id),
    votesHash: iteration.number === 0 ? null : await readVotesHash(run, iteration.id),
    trainingSetHash: await readTrainingSetHash(run, iteration.training_set_id),
    evaluations: await readEvaluations(run, iteration.id),
    decision: iteration.gate?.decision ?? (iteration.status === 'REJECTED' ? 'REJECTED' : null),
  }
}

async function readSampleSets(
  { tx }: LockedRun,
  iterationId: string,
): Promise<IterationContent['sampleSets']> {
  const { rows } = await tx.query<{ key: string; paths_hash: string }>(
    `select key, paths_hash from ${tx.schema}.sample_sets where iteration_id = $1 and paths_hash is not null`,
    [iterationId],
  )
  return rows.map((set) => ({ key: set.key, pathsHash: set.paths_hash }))
}

async function readVotesHash({ tx }: LockedRun, iterationId: string): Promise<string> {
  const { rows } = await tx.query<{
    question_hash: string
    outcome: string
    winner: string | null
    winner_count: number
    path_count: number
    decided_by: string
  }>(
    `select question_hash, outcome, winner, winner_count, path_count, decided_by
     from ${tx.schema}.votes where iteration_id = $1`,
    [iterationId],
  )
  return votesHash(
    rows.map((vote) => ({
      questionHash: vote.question_hash,
      outcome: vote.outcome,
      winner: vote.winner,
      winnerCount: vote.winner_count,
      pathCount: vote.path_count,
      decidedBy: vote.decided_by,
    })),
  )
}

async function readTrainingSetHash({ tx }: LockedRun, id: string | null): Promise<string | null> {
  if (id === null) return null
  const { rows } = await tx.query<{ content_hash: string }>(
    `select content_hash from ${tx.schema}.training_sets where id = $1`,
    [id],
  )
  return rows[0]?.content_hash ?? null
}

async function readEvaluations(
  { tx }: LockedRun,
  iterationId: string,
): Promise<IterationContent['evaluations']> {
  const { rows } = await tx.query<{
    dataset_hash: string
    method: string
    n: number
    correct: number
    ties: number
    unparsable: number
  }>(
    `select dataset_hash, method, n, correct, ties, unparsable
     from ${tx.schema}.evaluations where iteration_id = $1 and scored_at is not null`,
    [iterationId],
  )
  return rows.map(({ dataset_hash, ...counts }) => ({ datasetHash: dataset_hash, ...counts }))
}
