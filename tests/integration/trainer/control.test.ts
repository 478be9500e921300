import { eventOf } from '@chorus/common/src/outbox/append-events.ts'
import { samplingBlocked, samplingStopped } from '@chorus/schema/events/sampling.ts'
import { toGlobalId } from '@chorus/schema/ids.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { type RunError, type Stage, setStage } from './start-trainer.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ jobDurationMs: 600 })
})
beforeEach(() => stage.clear())
afterAll(() => stage.close())

const ORIGIN = { project: 'default', actor: 'test' }

async function act(
  mutation: string,
  runId: string,
  reason = 'because',
): Promise<{ status: string; errors: RunError[] }> {
  const answer = await stage.ask(
    `mutation ($input: RunActionInput!) { act: ${mutation}(input: $input) { run { status } errors { code path message } } }`,
    { input: { runId: toGlobalId('Run', runId), reason } },
  )
  const payload = answer.data.act as { run: { status: string } | null; errors: RunError[] }
  return { status: payload.run?.status ?? '', errors: payload.errors }
}

async function decide(mutation: string, id: string): Promise<RunError[]> {
  const answer = await stage.ask(
    `mutation ($input: ModelVersionDecisionInput!) { act: ${mutation}(input: $input) { modelVersion { status } errors { code path } } }`,
    { input: { modelVersionId: id, reason: 'looked at it' } },
  )
  return (answer.data.act as { errors: RunError[] }).errors
}

/** Iteration statuses of a run, 0 included. */
async function statuses(runId: string): Promise<string[]> {
  const rows = await stage.database.query<{ status: string }>(
    'select status from trainer.iterations where run_id = $1 order by number',
    [runId],
  )
  return rows.map((row) => row.status)
}

/** Brings a run into a state in which it waits, and gives what lets it go on. */
const waits = {
  EVALUATING: async () => {
    stage.peers.manners.scores = false
    const { runId } = await stage.createRun({ iterations: 1 })
    await waitFor(() => stage.peers.evaluations.length === 3)
    const goOn = async () => {
      stage.peers.manners.scores = true
      await stage.peers.publish(stage.peers.evaluations.flatMap((asked) => stage.peers.scoreOf(asked)))
    }
    return { runId, goOn }
  },
  SAMPLING: async () => {
    stage.peers.manners.votes = false
    const { runId } = await stage.createRun({ iterations: 1 })
    await waitFor(() => stage.peers.iterations.length === 1)
    const goOn = () =>
      stage.peers.publish(stage.peers.iterations.flatMap((asked) => stage.peers.votesOf(asked)))
    return { runId, goOn }
  },
  TRAINING: async () => {
    const { runId } = await stage.createRun({ iterations: 1 })
    await waitFor(async () => {
      const rows = await stage.database.query(
        'select 1 from trainer.training_jobs where run_id = $1 and job_id is not null',
        [runId],
      )
      return rows.length === 1
    })
    return { runId, goOn: async () => undefined }
  },
  AWAITING_APPROVAL: async () => {
    const { runId } = await stage.createRun({ iterations: 1, gate: { approval: 'REQUIRED' } })
    await waitFor(async () => (await statuses(runId)).at(-1) === 'AWAITING_APPROVAL')
    const goOn = async () => {
      expect(await decide('approveModelVersion', await candidate(runId))).toEqual([])
    }
    return { runId, goOn }
  },
}

async function candidate(runId: string): Promise<string> {
  const rows = await stage.database.query<{ id: string }>(
    'select id from trainer.model_versions where run_id = $1 order by id desc',
    [runId],
  )
  return toGlobalId('ModelVersion', rows[0]?.id ?? '')
}

const states = Object.keys(waits) as (keyof typeof waits)[]

describe('cancel', () => {
  test.each(states)('ends a run whose iteration is %s, once the sampler has stopped', async (state) => {
    const { runId } = await waits[state]()
    stage.peers.manners.stops = false
    expect(await act('cancelRun', runId)).toMatchObject({ status: 'CANCELLING', errors: [] })
    await waitFor(() => stage.peers.heard.includes('cancelling'))
    expect((await stage.runRow(runId)).status).toBe('CANCELLING')
    await stage.peers.publish([eventOf(samplingStopped, { runId }, ORIGIN)])
    const run = await stage.waitForStatus(runId, 'CANCELLED')
    expect(run.status_reason).toBe('cancelled by local: because')
    expect((await statuses(runId)).at(-1)).toBe('CANCELLED')
    expect((await act('resumeRun', runId)).errors).toMatchObject([{ code: 'WRONG_STATE' }])
    expect((await act('cancelRun', runId)).errors).toEqual([])
    expect((await stage.log(runId)).at(-1)?.type).toBe('RUN_CANCELLED')
  })

  test('cancels the fine-tuning job at the endpoint', async () => {
    const since = stage.endpoint.ledger.count()
    const { runId } = await waits.TRAINING()
    await act('cancelRun', runId)
    await stage.waitForStatus(runId, 'CANCELLED')
    const cancels = stage.endpoint.ledger.entries
      .slice(since)
      .filter((entry) => entry.path.endsWith('/cancel'))
    expect(cancels).toHaveLength(1)
  })

  test('ends a run whose endpoint is away, without its word', async () => {
    const { runId } = await waits.TRAINING()
    stage.endpoint.setFaults([{ fault: { kind: 'reset' }, routes: ['jobs'] }])
    await act('cancelRun', runId)
    await stage.waitForStatus(runId, 'CANCELLED')
    const [job] = await stage.database.query<{ status: string }>(
      'select status from trainer.training_jobs where run_id = $1',
      [runId],
    )
    expect(job?.status).toBe('cancellation not confirmed')
  })

  test('ends a paused run', async () => {
    const { runId } = await waits.SAMPLING()
    await act('pauseRun', runId)
    await act('cancelRun', runId)
    await stage.waitForStatus(runId, 'CANCELLED')
  })
})

describe('pause', () => {
  test.each(states)('holds a run whose iteration is %s, and resume ends it as planned', async (state) => {
    const { runId, goOn } = await waits[state]()
    expect(await act('pauseRun', runId)).toMatchObject({ status: 'PAUSED', errors: [] })
    await waitFor(() => stage.peers.heard.includes('paused'))
    await goOn()
    const before = await statuses(runId)
    await stage.restart()
    expect((await stage.runRow(runId)).status).toBe('PAUSED')
    expect((await statuses(runId)).length).toBe(before.length)
    expect((await act('resumeRun', runId)).errors).toEqual([])
    await stage.waitForStatus(runId, 'COMPLETED')
    await waitFor(() => stage.peers.heard.includes('resumed'))
  })
})

describe('approval', () => {
  test('waits for a person, who rejects', async () => {
    const { runId } = await waits.AWAITING_APPROVAL()
    const id = await candidate(runId)
    expect(await decide('rejectModelVersion', id)).toEqual([])
    await stage.waitForStatus(runId, 'COMPLETED')
    expect((await statuses(runId)).at(-1)).toBe('REJECTED')
    expect(await decide('approveModelVersion', id)).toMatchObject([{ code: 'WRONG_STATE' }])
    expect((await stage.log(runId)).map((line) => line.type)).toContain('APPROVAL_REQUESTED')
  })
})

describe('a blocked sampler', () => {
  test('pauses the run with its reason', async () => {
    const { runId, goOn } = await waits.SAMPLING()
    const reason = 'Expected a key that the endpoint takes, found 401. Set the key.'
    await stage.peers.publish([
      eventOf(samplingBlocked, { runId, cause: 'ENDPOINT_REFUSES', reason }, ORIGIN),
    ])
    expect((await stage.waitForStatus(runId, 'PAUSED')).status_reason).toBe(reason)
    await goOn()
    await act('resumeRun', runId)
    await stage.waitForStatus(runId, 'COMPLETED')
  })

  test('by a spent budget ends the run, which says so', async () => {
    const { runId } = await waits.SAMPLING()
    const blocked = { runId, cause: 'BUDGET_SPENT' as const, reason: '5 of 5 US dollars are used.' }
    await stage.peers.publish([eventOf(samplingBlocked, blocked, ORIGIN)])
    const run = await stage.waitForStatus(runId, 'COMPLETED')
    expect(run.status_reason).toMatch(/^budget spent: 5 of 5 US dollars are used\. .*not reproducible/)
    expect((await statuses(runId)).at(-1)).toBe('CANCELLED')
  })
})
