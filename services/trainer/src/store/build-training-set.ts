import { uuidv5 } from '@chorus/common/src/ids/uuid.ts'
import type { Database, Transaction } from '@chorus/common/src/postgres/database.ts'
import type { Job, WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import type { EventQuestion } from '@chorus/schema/events/parts.ts'
import { FORMATS } from '@chorus/schema/method/sample-set.ts'
import type { RunConfig } from '../runs/run-config.ts'
import { type ExampleRef, type KeptQuestion, planTrainingSet } from '../training/build-training-set.ts'
import { type ExampleSource, hashTrainingSet, renderExample, toJsonLine } from '../training/render-example.ts'
import { advanceRun } from './advance-run.ts'
import type { IterationRow } from './iteration-row.ts'
import { readIteration } from './iteration-row.ts'
import { brokenRun, type LoopSettings } from './open-iteration.ts'
import { appendLog } from './run-log.ts'
import { type LockedRun, lockRun } from './run-row.ts'
import type { WorkRow } from './work.ts'

/** Gives the texts of paths that were too large to travel in events, by path id. */
export type ReadPathTexts = (pathIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

type KeptRow = {
  readonly vote_id: string
  readonly decided_by: KeptQuestion['decidedBy']
  readonly question: EventQuestion
  readonly answer_text: string
  readonly path_id: string
  readonly index: number
  readonly text: string | null
  readonly answer_ends_at: number
  readonly finish_reason: 'STOP' | 'LENGTH' | 'CONTENT_FILTER'
  readonly has_conflicting_answers: boolean
}

type Built = {
  readonly id: string
  readonly contentHash: string
  readonly examples: readonly ExampleRef[]
  readonly countsByFormat: object
  readonly excluded: object
}

/** Builds an iteration's training set out of the votes it holds, stores it, and takes the run on. */
export async function buildTrainingSet(
  deps: {
    readonly db: Database
    readonly queue: WorkQueue<WorkRow>
    readonly readPathTexts: ReadPathTexts
    readonly settings: LoopSettings
  },
  work: Job<WorkRow>,
): Promise<void> {
  const { db } = deps
  const iteration = await readIteration(db, work.row.iteration_id ?? '')
  if (iteration === null) throw brokenRun(work.row.run_id, 'work for an unknown iteration')
  const config = await readConfig(db, work.row.run_id)
  const isWanted = iteration.status === 'TRAINING' && iteration.training_set_id === null
  const built = isWanted ? await build(deps, config, iteration) : null
  await db.transaction(
    async (tx) => {
      const run = await lockRun(tx, work.row.run_id)
      await deps.queue.complete(tx, work)
      if (run === null || built === null) return
      if (run.row.status === 'RUNNING' || run.row.status === 'PAUSED') await store(run, iteration, built)
      await advanceRun(run, deps.settings)
    },
    { idempotent: false },
  )
}

async function readConfig(db: Database, runId: string): Promise<RunConfig> {
  const { rows } = await db.query<{ config: RunConfig }>(
    `select config from ${db.schema}.runs where id = $1`,
    [runId],
  )
  if (rows[0] === undefined) throw brokenRun(runId, 'work but no row')
  return rows[0].config
}

async function build(
  deps: { readonly db: Database; readonly readPathTexts: ReadPathTexts },
  config: RunConfig,
  iteration: IterationRow,
): Promise<Built> {
  const { training } = config
  if (training === null) throw brokenRun(iteration.run_id, 'a training stage without training')
  const rows = await readKept(deps.db, iteration.id)
  const plan = planTrainingSet({
    preset: training.preset,
    seed: config.seed,
    iteration: iteration.number,
    questions: groupByQuestion(rows),
  })
  const jsonl = await writeJsonl({ ...deps, config, examples: plan.examples, rows })
  const contentHash = hashTrainingSet(jsonl)
  return { id: uuidv5(iteration.id, [contentHash]), contentHash, ...plan }
}

async function readKept(db: Database, iterationId: string): Promise<KeptRow[]> {
  const { rows } = await db.query<KeptRow>(
    `select k.vote_id, v.decided_by, q.question, q.answer_text, k.path_id, k.index, k.text, k.answer_ends_at,
       k.finish_reason, k.has_conflicting_answers
     from ${db.schema}.kept_paths k
     join ${db.schema}.votes v on v.vote_id = k.vote_id
     join ${db.schema}.kept_questions q on q.vote_id = k.vote_id
     where v.iteration_id = $1 and v.outcome = 'CONSENSUS'`,
    [iterationId],
  )
  return rows
}

function groupByQuestion(rows: readonly KeptRow[]): KeptQuestion[] {
  return [...Map.groupBy(rows, (row) => row.vote_id)].flatMap(([voteId, paths]) => {
    const first = paths[0]
    if (first === undefined) return []
    return {
      voteId,
      questionId: first.question.questionId,
      questionHash: first.question.questionHash,
      decidedBy: first.decided_by,
      paths: paths.map((path) => ({
        pathId: path.path_id,
        index: path.index,
        finishReason: path.finish_reason,
        hasConflictingAnswers: path.has_conflicting_answers,
      })),
    }
  })
}

async function writeJsonl(input: {
  readonly config: RunConfig
  readonly examples: readonly ExampleRef[]
  readonly rows: readonly KeptRow[]
  readonly readPathTexts: ReadPathTexts
}): Promise<string> {
  const byPath = new Map(input.rows.map((row) => [row.path_id, row]))
  const used = new Set(input.examples.map((example) => example.pathId))
  const missing = input.rows.filter((row) => row.text === null && used.has(row.path_id))
  const texts = await fetchTexts(input.readPathTexts, missing)
  const lines = input.examples.map((example) => {
    const row = byPath.get(example.pathId)
    if (row === undefined) throw new Error(`the kept path ${example.pathId} is gone`)
    const source: ExampleSource = {
      format: example.format,
      question: row.question,
      answerText: row.answer_text,
      pathText: row.text ?? texts.get(row.path_id) ?? '',
      answerEndsAt: row.answer_ends_at,
    }
    return toJsonLine(renderExample(input.config.promptSet.content, source))
  })
  return lines.join('')
}

/** Texts that did not travel; none is asked for when all did. */
async function fetchTexts(
  read: ReadPathTexts,
  missing: readonly { readonly path_id: string }[],
): Promise<ReadonlyMap<string, string>> {
  return missing.length === 0 ? new Map() : read(missing.map((row) => row.path_id))
}

async function store(run: LockedRun, iteration: IterationRow, built: Built): Promise<void> {
  const { tx, row } = run
  await tx.query(
    `insert into ${tx.schema}.training_sets (id, run_id, iteration_id, content_hash, example_count, counts_by_format, excluded)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      built.id,
      row.id,
      iteration.id,
      built.contentHash,
      built.examples.length,
      JSON.stringify(built.countsByFormat),
      JSON.stringify(built.excluded),
    ],
  )
  await storeExamples(tx, built)
  await tx.query(`update ${tx.schema}.iterations set training_set_id = $2 where id = $1`, [
    iteration.id,
    built.id,
  ])
  const left = Object.entries(built.excluded).map(([reason, count]) => `${count} ${reason}`)
  await appendLog(run, {
    type: 'TRAINING_SET_BUILT',
    iteration: iteration.number,
    message: `Iteration ${iteration.number}: training set of ${built.examples.length} examples in ${FORMATS.length} formats${
      left.length > 0 ? `; paths left out: ${left.join(', ')}` : ''
    }`,
    details: { kind: 'TRAINING_SET', trainingSetId: built.id },
  })
}

async function storeExamples(tx: Transaction, built: Built): Promise<void> {
  const { examples } = built
  await tx.query(
    `insert into ${tx.schema}.training_examples (training_set_id, position, format, question_id, vote_id, path_id)
     select $1, (n - 1)::int, format, question_id, vote_id, path_id
     from unnest($2::text[], $3::uuid[], $4::uuid[], $5::uuid[])
       with ordinality as u (format, question_id, vote_id, path_id, n)`,
    [
      built.id,
      examples.map((example) => example.format),
      examples.map((example) => example.questionId),
      examples.map((example) => example.voteId),
      examples.map((example) => example.pathId),
    ],
  )
}
