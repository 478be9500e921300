import { toGlobalId } from '@chorus/schema/ids.ts'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { type Stage, setStage } from './start-trainer.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ jobDurationMs: 300 })
})
beforeEach(() => stage.clear())
afterAll(() => stage.close())

const EVENTS = `subscription ($runId: ID!, $after: String) { iterationEvents(runId: $runId, after: $after) {
  cursor sequence type iteration at message run { id status }
  details { __typename ... on StageDetails { to } ... on TrainingSetDetails { trainingSet { exampleCount } }
    ... on EvaluationDetails { evaluation { accuracy } } ... on GateDetails { gate { verdict } }
    ... on ModelVersionDetails { modelVersion { name } } ... on RunEndDetails { status reason } } } }`

type Event = { cursor: string; sequence: number; type: string; details: { __typename: string } | null }

/** Reads events until the subscription completes, or until `count` have come; gives whether it completed. */
async function read(
  runId: string,
  options: { after?: string | undefined; count?: number; onEvent: (event: Event) => void },
): Promise<boolean> {
  const client = createClient({ url: `${stage.url().replace('http', 'ws')}/graphql`, retryAttempts: 0 })
  const events = client.iterate<{ iterationEvents: Event }>({
    query: EVENTS,
    variables: { runId: toGlobalId('Run', runId), after: options.after },
  })
  let seen = 0
  try {
    for await (const { data, errors } of events) {
      if (errors?.[0]) throw new Error(errors[0].message)
      if (data?.iterationEvents) options.onEvent(data.iterationEvents)
      seen += 1
      if (seen === options.count) return false
    }
    return true
  } finally {
    void client.dispose()
  }
}

describe('iterationEvents', () => {
  test('gives 20 clients that come back with their cursors each number once, up to the end', async () => {
    const { runId } = await stage.createRun()
    const follow = async (client: number) => {
      const events: Event[] = []
      for (let cut = 0; ; cut++) {
        const count = 1 + ((client * 7 + cut * 3) % 9)
        const onEvent = (event: Event) => void events.push(event)
        if (await read(runId, { after: events.at(-1)?.cursor, count, onEvent })) return events
      }
    }
    const all = await Promise.all(Array.from({ length: 20 }, (_, client) => follow(client)))
    const log = await stage.log(runId)
    for (const events of all) {
      expect(events.map((event) => event.sequence)).toEqual(log.map((line) => line.sequence))
    }
    expect(all[0]?.at(-1)).toMatchObject({ type: 'RUN_COMPLETED', details: { __typename: 'RunEndDetails' } })
    const kinds = new Set(all[0]?.map((event) => event.details?.__typename))
    expect([...kinds].sort()).toEqual(
      [
        'EvaluationDetails',
        'GateDetails',
        'ModelVersionDetails',
        'RunEndDetails',
        'StageDetails',
        'TrainingSetDetails',
        'VotingDetails',
        undefined,
      ].sort(),
    )
  })

  test('replays an ended run and completes', async () => {
    const { runId } = await stage.createRun({ iterations: 1 })
    await stage.waitForStatus(runId, 'COMPLETED')
    const types: string[] = []
    expect(await read(runId, { onEvent: (event) => void types.push(event.type) })).toBe(true)
    expect(types[0]).toBe('RUN_CREATED')
    expect(types.at(-1)).toBe('RUN_COMPLETED')
  })

  test('completes at once behind the last event of an ended run', async () => {
    const { runId } = await stage.createRun({ learning: null, training: null })
    await stage.waitForStatus(runId, 'COMPLETED')
    const events: Event[] = []
    await read(runId, { onEvent: (event) => void events.push(event) })
    const after = events.at(-1)?.cursor
    const late: Event[] = []
    expect(await read(runId, { after, onEvent: (event) => void late.push(event) })).toBe(true)
    expect(late).toEqual([])
  })

  test('does not keep the trainer from stopping', async () => {
    stage.peers.manners.scores = false
    const { runId } = await stage.createRun()
    const events: Event[] = []
    const reading = read(runId, { onEvent: (event) => void events.push(event) }).catch(() => false)
    await waitFor(() => events.length > 0)
    const startedMs = performance.now()
    await stage.restart()
    expect(performance.now() - startedMs).toBeLessThan(8_000)
    await reading
  })

  test('refuses an unknown run and a cursor of another', async () => {
    const { runId } = await stage.createRun({ learning: null, training: null })
    const other = await stage.createRun({ learning: null, training: null })
    await waitFor(async () => (await stage.log(other.runId)).length > 0)
    const cursors: string[] = []
    await read(other.runId, { count: 1, onEvent: (event) => void cursors.push(event.cursor) })
    const onEvent = () => undefined
    await expect(read(runId, { after: cursors[0], onEvent })).rejects.toThrow(
      'a cursor of an event of this run',
    )
    await expect(read(runId, { after: 'nonsense', onEvent })).rejects.toThrow('a cursor that this list gave')
    await expect(read(crypto.randomUUID(), { onEvent })).rejects.toThrow('the id of a run of this project')
  })
})
