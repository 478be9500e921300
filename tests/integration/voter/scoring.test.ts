import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { evaluationScored, questionVoted } from '@chorus/schema/events/voting.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { makeSampleSet, sampledEvent } from './sampled-question.ts'
import { startVoter, type TestVoter } from './start-voter.ts'

let voter: TestVoter
beforeAll(async () => {
  voter = await startVoter()
})
afterAll(() => voter.stop())

const evaluation = (more: Parameters<typeof makeSampleSet>[0] = {}) =>
  makeSampleSet({ method: 'SELF_CONSISTENCY', evaluationId: uuidv7(), ...more })
const waitForScore = (sampleSetId: string) =>
  waitFor(() => voter.received(evaluationScored).find((data) => data.sampleSetId === sampleSetId), {
    message: 'evaluation-scored',
  })

describe('an evaluation', () => {
  test('by SELF_CONSISTENCY is scored question by question in dataset order, however they come', async () => {
    const sampleSet = evaluation({ questionCount: 4 })
    const { runId, iterationId, evaluationId, sampleSetId } = sampleSet
    await voter.send(
      sampledEvent({ sampleSet, position: 3, goldAnswer: '1', answers: [null, null] }),
      sampledEvent({ sampleSet, position: 1, goldAnswer: '1', answers: ['2', '2', '1'] }),
      sampledEvent({ sampleSet, position: 2, goldAnswer: '1', answers: ['1', '2'] }),
      sampledEvent({ sampleSet, position: 0, goldAnswer: '1.0', answers: ['1', '1', '2', null] }),
    )
    expect(await waitForScore(sampleSetId)).toEqual({
      ...{ runId, iterationId, evaluationId, sampleSetId },
      ...{ n: 4, correct: 1, ties: 1, unparsable: 1, outcomes: 'CWTU' },
      meanAgreement: (0.5 + 2 / 3 + 0.5 + 0) / 4,
    })
  })

  test('by a method with one path has no agreement', async () => {
    const sampleSet = evaluation({ method: 'COT', questionCount: 2 })
    await voter.send(
      sampledEvent({ sampleSet, position: 0, goldAnswer: '5', answers: ['5'] }),
      sampledEvent({ sampleSet, position: 1, goldAnswer: '5', answers: [null] }),
    )
    expect(await waitForScore(sampleSet.sampleSetId)).toMatchObject({ outcomes: 'CU', meanAgreement: null })
  })

  test('is scored once when its events come in parts and twice', async () => {
    const sampleSet = evaluation()
    const part = { sampleSet, position: 0, goldAnswer: '5' }
    const events = [
      sampledEvent({ ...part, answers: ['5', '6'], stored: null }),
      sampledEvent({ ...part, answers: ['5'], from: 2 }),
    ]
    await voter.send(...events.slice(0, 1))
    const held = () =>
      voter.database.query<{ text: string | null }>(
        `select text from voter.held_paths where sample_set_id = $1`,
        [sampleSet.sampleSetId],
      )
    await waitFor(async () => (await held()).length === 2)
    expect((await held()).map(({ text }) => text)).toEqual([null, null])
    await voter.send(...events, ...events)
    expect(await waitForScore(sampleSet.sampleSetId)).toMatchObject({ n: 1, outcomes: 'C' })
    await voter.send(...events)
    await voter.restart()
    const scores = await voter.database.query(`select 1 from voter.scores where sample_set_id = $1`, [
      sampleSet.sampleSetId,
    ])
    expect(scores).toHaveLength(1)
    const votes = voter.received(questionVoted).filter((vote) => vote.sampleSetId === sampleSet.sampleSetId)
    expect(votes).toEqual([])
  })

  test('leaves its gold answers in no table and in no event', async () => {
    const goldAnswer = '271828182845'
    const sampleSet = evaluation({ questionCount: 2 })
    await voter.send(
      sampledEvent({ sampleSet, position: 0, goldAnswer, answers: ['1', '2', '1'], stored: null }),
      sampledEvent({ sampleSet, position: 0, goldAnswer, answers: ['3'], from: 3 }),
      sampledEvent({ sampleSet, position: 1, goldAnswer, answers: ['1'] }),
    )
    await waitForScore(sampleSet.sampleSetId)
    const tables = await voter.database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'voter'`,
    )
    expect(tables.map(({ name }) => name)).toContain('votes')
    for (const { name } of tables) {
      const found = await voter.database.query(`select 1 from voter.${name} t where t::text like $1`, [
        `%${goldAnswer}%`,
      ])
      expect({ name, found }).toEqual({ name, found: [] })
    }
    expect(voter.receivedTexts().filter((text) => text.includes(goldAnswer))).toEqual([])
  })
})
