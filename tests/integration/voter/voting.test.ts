import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { iterationVoted, pathsKept, questionVoted } from '@chorus/schema/events/voting.ts'
import { hashLines } from '@chorus/schema/method/content-hash.ts'
import { tallyVotes } from '@chorus/voter/src/voting/tally-votes.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { makeQuestion, makeSampleSet, sampledEvent } from './sampled-question.ts'
import { startVoter, type TestVoter } from './start-voter.ts'

let voter: TestVoter
beforeAll(async () => {
  voter = await startVoter()
})
afterAll(() => voter.stop())

const ofSet = <Data extends { sampleSetId: string }>(list: readonly Data[], id: string) =>
  list.filter((data) => data.sampleSetId === id)
const votesOf = (id: string) => ofSet(voter.received(questionVoted), id)
const keptOf = (id: string) => ofSet(voter.received(pathsKept), id)
const endsOf = (id: string) => ofSet(voter.received(iterationVoted), id)
/** The end, once all votes and kept paths that it announces are here: topics keep no order among each other. */
const waitForEnd = (id: string) =>
  waitFor(
    () => {
      const keptCount = keptOf(id).reduce((sum, { paths }) => sum + paths.length, 0)
      return endsOf(id).find((end) => end.voteCount === votesOf(id).length && end.keptPathCount === keptCount)
    },
    { message: 'iteration-voted with its votes and paths' },
  )

/** What a model may write and Postgres does not take. */
const HOSTILE = 'half \ud800 of a pair, a \u0000, \u202e and \ufffe'

describe('a learning question', () => {
  test('with hostile Unicode in a path is voted on like any other', async () => {
    const sampleSet = makeSampleSet()
    const event = sampledEvent({ sampleSet, position: 0, answers: ['1', '1', '2'] })
    const data = event.data as { paths: { text: string }[] }
    const paths = data.paths.map((path) => ({ ...path, text: `${HOSTILE}. ${path.text} ${HOSTILE}` }))
    await voter.send({ ...event, data: { ...data, paths } })
    await waitForEnd(sampleSet.sampleSetId)
    expect(votesOf(sampleSet.sampleSetId)[0]).toMatchObject({ winner: '1', keptCount: 2 })
    expect(keptOf(sampleSet.sampleSetId)[0]?.paths[0]?.text).toContain('half \ufffd of a pair, a \ufffd,')
  })

  test('is voted on when its round closes: outcome without texts, winners with them, the end with a hash', async () => {
    const sampleSet = makeSampleSet({ questionCount: 3 })
    const { sampleSetId } = sampleSet
    await voter.send(
      sampledEvent({ sampleSet, position: 0, answers: ['5', '5', '6', null] }),
      sampledEvent({ sampleSet, position: 1, answers: ['7', '8'] }),
      sampledEvent({ sampleSet, position: 2, answers: [null, null] }),
    )
    const end = await waitForEnd(sampleSetId)
    const votes = votesOf(sampleSetId).toSorted((a, b) => a.position - b.position)
    expect(votes.map(({ outcome, winner, keptCount }) => ({ outcome, winner, keptCount }))).toEqual([
      { outcome: 'CONSENSUS', winner: '5', keptCount: 2 },
      { outcome: 'NO_CONSENSUS', winner: null, keptCount: 0 },
      { outcome: 'UNPARSABLE', winner: null, keptCount: 0 },
    ])
    expect(votes[0]).toMatchObject({ winnerCount: 2, pathCount: 4, unparsableCount: 1, agreement: 0.5 })
    const kept = keptOf(sampleSetId)
    expect(kept).toHaveLength(1)
    expect(kept[0]).toMatchObject({ answerText: '5', question: makeQuestion(0), voteId: votes[0]?.voteId })
    expect(
      kept[0]?.paths.map(({ index, text, answerEndsAt }) => [index, text?.slice(0, answerEndsAt)]),
    ).toEqual([
      [0, 'So it is 5. The answer is 5.'],
      [1, 'So it is 5. The answer is 5.'],
    ])
    expect(end).toMatchObject({ voteCount: 3, keptPathCount: 2 })
    expect(end.voteIdsHash).toBe(hashLines(votes.map((vote) => `${vote.voteId}:${vote.voteVersion}`)))
  })

  test('gives the same outcome once, however often and in whatever parts its events come', async () => {
    const sampleSet = makeSampleSet({ questionCount: 2 })
    const { sampleSetId } = sampleSet
    const first = sampledEvent(
      { sampleSet, position: 0, answers: ['1', '2'], stored: null },
      { id: uuidv7() },
    )
    const last = sampledEvent({ sampleSet, position: 0, answers: ['2', null], from: 2 }, { id: uuidv7() })
    const again = () =>
      sampledEvent({ sampleSet, position: 0, answers: ['1', '2', '2', null] }, { id: uuidv7() })
    const late = again()
    await voter.send(first, first, last, last, again())
    await waitFor(() => votesOf(sampleSetId)[0])
    await voter.send(late, sampledEvent({ sampleSet, position: 1, answers: ['1'] }))
    expect(await waitForEnd(sampleSetId)).toMatchObject({ voteCount: 2, keptPathCount: 3 })
    expect(votesOf(sampleSetId)).toHaveLength(2)
    expect(votesOf(sampleSetId)[0]).toMatchObject({ winner: '2', winnerCount: 2, pathCount: 4 })
    expect(endsOf(sampleSetId)).toHaveLength(1)
    // Handled, not given up as a dead letter.
    await waitFor(async () => {
      const handled = await voter.database.query(`select 1 from voter.inbox where event_id = $1`, [late.id])
      return handled.length === 1
    })
  })

  test('waits for the paths that its closing event counted, when that one comes first', async () => {
    const sampleSet = makeSampleSet()
    const { sampleSetId } = sampleSet
    await voter.send(sampledEvent({ sampleSet, position: 0, answers: ['3', '3'], from: 1 }))
    await waitFor(async () => (await heldCount(sampleSetId)) === 2)
    expect(votesOf(sampleSetId)).toEqual([])
    await voter.send(sampledEvent({ sampleSet, position: 0, answers: ['4'], stored: null }))
    await waitForEnd(sampleSetId)
    expect(votesOf(sampleSetId)[0]).toMatchObject({ winner: '3', pathCount: 3 })
    expect(await heldCount(sampleSetId)).toBe(0)
  })

  test('for which nothing could be sampled is UNPARSABLE', async () => {
    const sampleSet = makeSampleSet()
    await voter.send(sampledEvent({ sampleSet, position: 0, answers: [] }))
    expect(await waitForEnd(sampleSet.sampleSetId)).toMatchObject({ voteCount: 1, keptPathCount: 0 })
    expect(votesOf(sampleSet.sampleSetId)[0]).toMatchObject({ outcome: 'UNPARSABLE', agreement: 0 })
  })

  test('keeps to the threshold of its policy', async () => {
    const policy = { answerMarker: 'The answer is', minAgreement: 0.75, extractionVersion: 1 }
    const sampleSet = makeSampleSet({ policy })
    await voter.send(sampledEvent({ sampleSet, position: 0, answers: ['1', '1', '2'] }))
    await waitForEnd(sampleSet.sampleSetId)
    expect(votesOf(sampleSet.sampleSetId)[0]).toMatchObject({ outcome: 'NO_CONSENSUS', winnerCount: 2 })
  })

  test('has its winners split into events of at most 512 KB that together hold them all', async () => {
    const sampleSet = makeSampleSet()
    const { sampleSetId } = sampleSet
    const long = 'x'.repeat(200 * 1024)
    const event = sampledEvent({ sampleSet, position: 0, answers: ['1', '1', '1', '1', '1'], stored: null })
    const data = event.data as { paths: { index: number; text: string }[] }
    // One path for each event, since they too have a limit.
    const events = data.paths.map((path, n) => ({
      ...event,
      data: {
        ...data,
        paths: [{ ...path, text: `${long}. The answer is 1.` }],
        closes: n < 4 ? null : { round: 1, stored: 5, shortfall: 0, reason: null },
      },
    }))
    await voter.send(...events)
    await waitForEnd(sampleSetId)
    const kept = keptOf(sampleSetId)
    expect(kept.length).toBeGreaterThan(1)
    for (const part of kept) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(512 * 1024)
    expect(kept.flatMap((part) => part.paths.map(({ index }) => index)).sort()).toEqual([0, 1, 2, 3, 4])
    expect(votesOf(sampleSetId)[0]?.keptCount).toBe(5)
  })

  test('that asks for rules of another version goes to the dead letters and blocks nothing', async () => {
    const policy = { answerMarker: 'The answer is', minAgreement: null, extractionVersion: 99 }
    const unknown = makeSampleSet({ policy })
    const known = makeSampleSet({ runId: unknown.runId })
    await voter.send(
      sampledEvent({ sampleSet: unknown, position: 0, answers: ['1'] }),
      sampledEvent({ sampleSet: known, position: 0, answers: ['1'] }),
    )
    await waitForEnd(known.sampleSetId)
    const letters = await voter.database.query<{ reason: string }>(
      `select reason from voter.dead_letters where key like $1`,
      [`${unknown.runId}:%`],
    )
    expect(letters).toEqual([{ reason: expect.stringContaining('Expected extraction version 1, found 99.') }])
  })

  test('has a vote that is what its stored answers and its stored policy give', async () => {
    const stored = await voter.database.query<{
      sample_set_id: string
      question_id: string
      outcome: string
      winner: string | null
      classes: unknown
      policy: { minAgreement: number | null }
    }>(`select * from voter.votes`)
    expect(stored.length).toBeGreaterThan(5)
    for (const vote of stored) {
      const answers = await voter.database.query<{ normal_form: string | null }>(
        `select normal_form from voter.answers where sample_set_id = $1 and question_id = $2`,
        [vote.sample_set_id, vote.question_id],
      )
      const tally = tallyVotes(
        answers.map((answer) => answer.normal_form),
        vote.policy,
      )
      expect({ outcome: vote.outcome, winner: vote.winner, classes: vote.classes }).toEqual({
        outcome: tally.outcome,
        winner: tally.winner,
        classes: tally.classes,
      })
    }
  })
})

async function heldCount(sampleSetId: string): Promise<number> {
  const rows = await voter.database.query(`select 1 from voter.held_paths where sample_set_id = $1`, [
    sampleSetId,
  ])
  return rows.length
}
