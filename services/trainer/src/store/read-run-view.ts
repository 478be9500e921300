import { hashLines } from '@chorus/schema/method/content-hash.ts'
import type { IterationView, JobView, RunView } from '../runs/decide-next.ts'
import { type IterationRow, readIterations } from './iteration-row.ts'
import type { LockedRun } from './run-row.ts'

type Counts = {
  readonly iteration_id: string
  readonly asked: number
  readonly scored: number
}

type JobRow = {
  readonly iteration_id: string
  readonly attempt: number
  readonly state: JobView['state']
  readonly is_transient: boolean
  readonly error: string | null
}

/** Reads what the next step of a run depends on. */
export async function readRunView(run: LockedRun): Promise<RunView> {
  const { tx, row } = run
  const rows = await readIterations(tx, [row.id])
  const sets = await readSampleSets(run)
  const evaluations = await readEvaluationCounts(run)
  const jobs = await readJobs(run)
  const trainingSets = await readTrainingSets(run)
  const { config } = row
  const iterations: IterationView[] = []
  for (const iteration of rows) {
    const counts = evaluations.get(iteration.id)
    const job = jobs.get(iteration.id)
    const exampleCount = trainingSets.get(iteration.id)
    iterations.push({
      number: iteration.number,
      status: iteration.status,
      isSampled: iteration.sample_set_id !== null && sets.told.has(iteration.sample_set_id),
      votes: { isComplete: await holdsAllVotes(run, iteration) },
      trainingSet: exampleCount === undefined ? null : { exampleCount },
      job: job
        ? { attempt: job.attempt, state: job.state, isTransient: job.is_transient, error: job.error }
        : null,
      evaluationsAsked: counts?.asked ?? 0,
      evaluationsScored: counts?.scored ?? 0,
    })
  }
  return {
    status: row.status,
    iterationsPlanned: config.iterations,
    learning: config.learning,
    trains: config.training !== null,
    evaluationsPlanned: config.evaluations.reduce((sum, plan) => sum + plan.methods.length, 0),
    iterations,
    sampleSetsOpen: sets.open,
    isSamplerBusy: row.is_sampler_busy,
  }
}

async function readSampleSets({ tx, row }: LockedRun): Promise<{ told: Set<string>; open: number }> {
  const { rows } = await tx.query<{ id: string; is_told: boolean }>(
    `select id, paths_hash is not null as is_told from ${tx.schema}.sample_sets where run_id = $1`,
    [row.id],
  )
  const told = new Set(rows.filter((set) => set.is_told).map((set) => set.id))
  return { told, open: rows.length - told.size }
}

async function readEvaluationCounts({ tx, row }: LockedRun): Promise<Map<string, Counts>> {
  const { rows } = await tx.query<Counts>(
    `select iteration_id, count(*)::int as asked, count(scored_at)::int as scored
     from ${tx.schema}.evaluations where run_id = $1 group by iteration_id`,
    [row.id],
  )
  return new Map(rows.map((counts) => [counts.iteration_id, counts]))
}

async function readJobs({ tx, row }: LockedRun): Promise<Map<string, JobRow>> {
  const { rows } = await tx.query<JobRow>(
    `select distinct on (iteration_id) iteration_id, attempt, state, is_transient, error
     from ${tx.schema}.training_jobs where run_id = $1 order by iteration_id, attempt desc`,
    [row.id],
  )
  return new Map(rows.map((job) => [job.iteration_id, job]))
}

async function readTrainingSets({ tx, row }: LockedRun): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ iteration_id: string; example_count: number }>(
    `select iteration_id, example_count from ${tx.schema}.training_sets where run_id = $1`,
    [row.id],
  )
  return new Map(rows.map((set) => [set.iteration_id, set.example_count]))
}

/** Whether exactly the announced votes and kept paths are here. Cheap until the last vote has come. */
async function holdsAllVotes({ tx }: LockedRun, iteration: IterationRow): Promise<boolean> {
  if (iteration.status !== 'SAMPLING' && iteration.status !== 'VOTING') return false
  const announced = iteration.announced_vote_count
  if (announced === null || iteration.votes_held < announced) return false
  const { rows } = await tx.query<{ vote_id: string; version: number }>(
    `select vote_id, version from ${tx.schema}.votes where iteration_id = $1`,
    [iteration.id],
  )
  if (rows.length !== announced) return false
  const hash = hashLines(rows.map((vote) => `${vote.vote_id}:${vote.version}`))
  if (hash !== iteration.announced_vote_ids_hash) return false
  const kept = await tx.query<{ count: number }>(
    `select count(*)::int as count from ${tx.schema}.kept_paths k join ${tx.schema}.votes v on v.vote_id = k.vote_id
     where v.iteration_id = $1`,
    [iteration.id],
  )
  return kept.rows[0]?.count === iteration.announced_kept_path_count
}
