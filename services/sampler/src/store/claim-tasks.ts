import type { Database } from '@chorus/common/src/postgres/database.ts'
import type { WorkQueue } from '@chorus/common/src/queue/work-queue.ts'
import type { AnswerType } from '@chorus/schema/method/question-hash.ts'
import type { FinishReason, QuestionWork, SampleSetWork, SamplingTask, StoredPath } from '../sampling/work.ts'
import { bucketOf } from './bucket-of.ts'
import { settleLostCalls } from './settle-calls.ts'

/** What a claimed row says of itself. */
export type TaskRow = { readonly sample_set_id: string; readonly question_id: string }

/** How long a task is held without being renewed; a killed sampler's tasks are free after that. */
export const TASK_LEASE_MS = 10_000

/** Claims tasks of one run at one endpoint, oldest first, with all that is needed to sample them. */
export async function claimTasks(
  deps: {
    readonly db: Database
    readonly queue: WorkQueue<TaskRow>
    readonly loadSampleSet: (id: string) => Promise<SampleSetWork>
  },
  from: { readonly runId: string; readonly endpointId: string; readonly limit: number },
): Promise<SamplingTask[]> {
  const { db, queue } = deps
  const jobs = await queue.claim({
    limit: from.limit,
    leaseMs: TASK_LEASE_MS,
    where: { sql: 't.run_id = $4 and t.endpoint_id = $5', params: [from.runId, from.endpointId] },
  })
  const lost = jobs.filter((job) => Number(job.epoch) > 1).map(({ id, epoch }) => ({ taskId: id, epoch }))
  if (lost.length > 0) await settleLostCalls(db, db.schema, lost)
  const tasks: SamplingTask[] = []
  for (const [sampleSetId, members] of Map.groupBy(jobs, (job) => job.row.sample_set_id)) {
    const sampleSet = await deps.loadSampleSet(sampleSetId)
    const questionIds = members.map((job) => job.row.question_id)
    const [questions, stored] = await Promise.all([
      loadQuestions(db, sampleSet, questionIds),
      loadStoredPaths(db, sampleSetId, questionIds),
    ])
    for (const { id, epoch, row } of members) {
      const question = questions.get(row.question_id)
      if (question === undefined) continue
      tasks.push({ taskId: id, epoch, sampleSet, question, stored: stored.get(row.question_id) ?? [] })
    }
  }
  return tasks
}

async function loadQuestions(
  db: Database,
  sampleSet: SampleSetWork,
  questionIds: readonly string[],
): Promise<Map<string, QuestionWork>> {
  // The gold answer of a question to learn from is not even read.
  const gold = sampleSet.request.purpose === 'EVALUATION' ? 'gold_answer' : 'null'
  const { rows } = await db.query<QuestionRow>(
    `select id, hash, position, text, answer_type, choices, ${gold} as gold_answer
     from ${db.schema}.questions where dataset_id = $1 and id = any($2::uuid[])`,
    [sampleSet.request.datasetId, questionIds],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        questionId: row.id,
        questionHash: row.hash,
        position: row.position,
        text: row.text,
        answerType: row.answer_type,
        choices: row.choices,
        goldAnswer: row.gold_answer,
      },
    ]),
  )
}

type QuestionRow = {
  id: string
  hash: string
  position: number
  text: string
  answer_type: AnswerType
  choices: string[]
  gold_answer: string | null
}

async function loadStoredPaths(
  db: Database,
  sampleSetId: string,
  questionIds: readonly string[],
): Promise<Map<string, StoredPath[]>> {
  const { rows } = await db.query<{
    id: string
    question_id: string
    index: number
    text: string
    finish_reason: FinishReason
  }>(
    `select id, question_id, index, text, finish_reason from ${db.schema}.paths
     where bucket = $1 and sample_set_id = $2 and question_id = any($3::uuid[])`,
    [bucketOf(sampleSetId), sampleSetId, questionIds],
  )
  const paths = rows.map((row) => ({
    questionId: row.question_id,
    path: { pathId: row.id, index: row.index, text: row.text, finishReason: row.finish_reason },
  }))
  const grouped = Map.groupBy(paths, (item) => item.questionId)
  return new Map([...grouped].map(([id, items]) => [id, items.map((item) => item.path)]))
}
