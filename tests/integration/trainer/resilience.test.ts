import { toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../testkit/scripted-endpoint.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { type Stage, setStage } from './start-trainer.ts'

let stage: Stage
let expectedHash: unknown
beforeAll(async () => {
  stage = await setStage({ jobDurationMs: 400 })
  const { runId } = await stage.createRun()
  expectedHash = (await stage.waitForStatus(runId, 'COMPLETED')).content_hash
})
beforeEach(() => stage.clear())
afterAll(() => stage.close())

const jobPosts = (since: number) =>
  stage.endpoint.ledger.entries
    .slice(since)
    .filter((entry) => entry.route === 'jobs' && entry.path.endsWith('/jobs') && entry.method === 'POST')

/** Jobs that the endpoint holds under the suffixes of a run. */
async function jobsAtEndpoint(runId: string): Promise<number> {
  const rows = await stage.database.query<{ suffix: string }>(
    'select suffix from trainer.training_jobs where run_id = $1',
    [runId],
  )
  const response = await fetch(`${stage.endpoint.baseUrl}/fine_tuning/jobs?limit=1000`)
  const { data } = (await response.json()) as { data: { suffix?: string }[] }
  return data.filter((job) => rows.some((row) => row.suffix === job.suffix)).length
}

describe('a restart of the trainer', () => {
  const stages = {
    'while the starting model is measured': () => waitFor(() => stage.peers.evaluations.length === 3),
    'while paths are sampled': () => waitFor(() => stage.peers.iterations.length === 1),
    'while the job runs': (runId: string) =>
      waitFor(async () => {
        const rows = await stage.database.query(
          `select 1 from trainer.training_jobs where run_id = $1 and job_id is not null and state = 'OPEN'`,
          [runId],
        )
        return rows.length === 1
      }),
    'while the new version is measured': () => waitFor(() => stage.peers.evaluations.length === 6),
    'between two iterations': () => waitFor(() => stage.peers.iterations.length === 2),
  }

  test.each(Object.keys(stages) as (keyof typeof stages)[])(
    '%s changes nothing of the content',
    async (name) => {
      const { runId } = await stage.createRun()
      await stages[name](runId)
      await stage.restart()
      const run = await stage.waitForStatus(runId, 'COMPLETED')
      expect(run.content_hash).toBe(expectedHash)
      expect(await jobsAtEndpoint(runId)).toBe(2)
    },
  )

  test('finds what came while it was away', async () => {
    stage.peers.manners.votes = false
    const { runId } = await stage.createRun()
    const asked = await waitFor(() => stage.peers.iterations[0])
    await stage.stopTrainer()
    stage.peers.manners.votes = true
    await stage.peers.publish(stage.peers.votesOf(asked))
    await stage.startTrainer()
    expect((await stage.waitForStatus(runId, 'COMPLETED')).content_hash).toBe(expectedHash)
  })
})

describe('events', () => {
  test('twice, shuffled and under new ids give the same run', async () => {
    Object.assign(stage.peers.manners, { votes: false, scores: false, tellsSampled: false })
    const { runId } = await stage.createRun()
    const turned = new Set<string>()
    const answerBackwards = async () => {
      const { iterations, evaluations, sampledOf, votesOf, scoreOf } = stage.peers
      for (const asked of [...iterations, ...evaluations]) {
        if (asked.runId !== runId || turned.has(asked.sampleSet.sampleSetId)) continue
        turned.add(asked.sampleSet.sampleSetId)
        const answer = () => (asked.sampleSet.evaluationId === null ? votesOf(asked) : scoreOf(asked))
        await stage.peers.publish([...answer(), ...answer(), sampledOf(asked), sampledOf(asked)].reverse())
      }
      return (await stage.runRow(runId)).status === 'COMPLETED'
    }
    await waitFor(answerBackwards, { timeoutMs: 30_000 })
    expect((await stage.runRow(runId)).content_hash).toBe(expectedHash)
    const votes = await stage.database.query<{ held: number }>(
      'select votes_held as held from trainer.iterations where run_id = $1 and number > 0',
      [runId],
    )
    expect(votes.map((row) => row.held)).toEqual([10, 10])
  })

  test('do not begin training before every announced vote and path is held', async () => {
    stage.peers.manners.votes = false
    const { runId } = await stage.createRun({ iterations: 1 })
    const asked = await waitFor(() => stage.peers.iterations[0])
    const all = stage.peers.votesOf(asked)
    const lastPaths = all.findLast((event) => event.type === 'chorus.paths-kept.v1')
    await stage.peers.publish(all.filter((event) => event !== lastPaths))
    await waitFor(async () => {
      const [row] = await stage.database.query<{ announced: number | null; held: number }>(
        `select announced_vote_count as announced, votes_held as held from trainer.iterations
         where run_id = $1 and number = 1`,
        [runId],
      )
      return row?.announced === 10 && row.held === 10
    })
    const [iteration] = await stage.database.query<{ status: string }>(
      'select status from trainer.iterations where run_id = $1 and number = 1',
      [runId],
    )
    expect(iteration?.status).toBe('VOTING')
    await stage.peers.publish(lastPaths ? [lastPaths] : [])
    await stage.waitForStatus(runId, 'COMPLETED')
  })

  test('for an ended run or an unknown one change nothing', async () => {
    const { runId } = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(runId, 'COMPLETED')
    const before = await stage.log(runId)
    const asked = stage.peers.iterations.filter((item) => item.runId === runId)
    const strange = asked.map((item) => ({ ...item, runId: crypto.randomUUID() }))
    await stage.peers.publish([...asked, ...strange].flatMap((item) => stage.peers.votesOf(item)))
    const other = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(other.runId, 'COMPLETED')
    expect(await stage.log(runId)).toEqual(before)
    const dead = await stage.database.query('select 1 from trainer.dead_letters')
    expect(dead).toEqual([])
  })
})

describe('a submission', () => {
  const isSubmission = (call: { method: string; path: string }) =>
    call.method === 'POST' && call.path.endsWith('/jobs')

  test.each([
    ['whose answer breaks off after acceptance', { kind: 'reset' }],
    ['whose answer does not parse', { kind: 'invalid-json' }],
    ['that is never answered', { kind: 'hang' }],
    ['that is put off', { kind: 'rate-limit', retryAfterSeconds: 1 }],
    ['that meets a fault', { kind: 'status', status: 503 }],
  ] as [string, Fault][])('%s gives one job', async (_, fault) => {
    const since = stage.endpoint.ledger.count()
    stage.endpoint.setFaults([{ fault, routes: ['jobs'], when: isSubmission, times: 1 }])
    const { runId } = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(runId, 'COMPLETED')
    expect(await jobsAtEndpoint(runId)).toBe(1)
    expect(jobPosts(since).some((entry) => entry.fault === fault.kind)).toBe(true)
  })

  test('that is refused fails the run in the words of the endpoint', async () => {
    const fault = { kind: 'status', status: 400, code: 'invalid_value' } as const
    stage.endpoint.setFaults([{ fault, routes: ['jobs'], when: isSubmission }])
    const { runId } = await stage.createRun({ iterations: 1 })
    const run = await stage.waitForStatus(runId, 'FAILED')
    expect(run.status_reason).toBe('failed because the fine-tuning job failed: 400 Scripted status 400.')
    const answer = await stage.ask(`{ run(id: "${toGlobalId('Run', runId)}") { iterations { status } } }`)
    expect(answer.data).toEqual({ run: { iterations: [{ status: 'FAILED' }] } })
  })
})

describe('a job', () => {
  test('that vanishes at the endpoint is submitted again once', async () => {
    const fault = { kind: 'status', status: 404, code: 'not_found' } as const
    const isLook = (call: { method: string; path: string }) => /\/jobs\/[^/]+$/.test(call.path)
    stage.endpoint.setFaults([{ fault, routes: ['jobs'], when: isLook, times: 1 }])
    const { runId } = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(runId, 'COMPLETED')
    const rows = await stage.database.query<{ attempt: number; state: string }>(
      'select attempt, state from trainer.training_jobs where run_id = $1 order by attempt',
      [runId],
    )
    expect(rows).toEqual([
      { attempt: 1, state: 'FAILED' },
      { attempt: 2, state: 'SUCCEEDED' },
    ])
  })
})
