import { uuidv7 } from '@chorus/common/src/ids/uuid.ts'
import { silentLogger } from '@chorus/common/src/log/create-logger.ts'
import { createDatabase } from '@chorus/common/src/postgres/create-database.ts'
import { iterationVoted } from '@chorus/schema/events/voting.ts'
import { runQuestionKey, toGlobalId } from '@chorus/schema/ids.ts'
import { createLoaders } from '@chorus/voter/src/graphql/context.ts'
import { migrations } from '@chorus/voter/src/store/migrations.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import { makePath, makeQuestion, makeSampleSet, sampledEvent } from './sampled-question.ts'
import { startVoter, type TestVoter } from './start-voter.ts'

/** Answers of five questions: two with consensus, two without, one unparsable. */
const ANSWERS = [
  ['1', '1', '1', '2'],
  ['1', '2'],
  ['1', '1'],
  [null, null],
  ['3', '4', '3', '4'],
] as const

let voter: TestVoter
const sampleSet = makeSampleSet({ questionCount: ANSWERS.length, iteration: 2 })
const earlier = makeSampleSet({ runId: sampleSet.runId, iteration: 1 })
beforeAll(async () => {
  voter = await startVoter()
  await voter.send(
    sampledEvent({ sampleSet: earlier, position: 0, answers: ['1'] }),
    ...ANSWERS.map((answers, position) => sampledEvent({ sampleSet, position, answers })).toReversed(),
  )
  await waitFor(() => voter.received(iterationVoted).length === 2)
})
afterAll(() => voter.stop())

const iterationId = toGlobalId('Iteration', sampleSet.iterationId)
const runQuestionId = (position: number) =>
  toGlobalId('RunQuestion', runQuestionKey(sampleSet.sampleSetId, makeQuestion(position).questionId))

/** Fields of one entity, as a router asks for them. */
async function entity(input: {
  readonly type: string
  readonly id: string
  readonly fields: string
  readonly project?: string
}) {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${input.type} { ${input.fields} } } }`
  const variables = { r: [{ __typename: input.type, id: input.id }] }
  const answer = await voter.ask(query, variables, input.project)
  const entities = answer.data?._entities as (Record<string, unknown> | null)[] | undefined
  return { entity: entities?.[0], errors: answer.errors }
}

const listVotes = async (args: string, project?: string) => {
  const fields = `votes${args} { nodes { agreement outcome runQuestion { id } } pageInfo { hasNextPage endCursor } }`
  const found = await entity({ type: 'Iteration', id: iterationId, fields, ...(project ? { project } : {}) })
  const votes = found.entity?.votes as
    | {
        nodes: { agreement: number; outcome: string; runQuestion: { id: string } }[]
        pageInfo: { hasNextPage: boolean; endCursor: string | null }
      }
    | undefined
  return { ...found, votes, ids: votes?.nodes.map((node) => node.runQuestion.id) }
}

describe('an iteration', () => {
  test('sums up its votes, and has no summary before the first', async () => {
    const fields = 'votesSummary { consensus noConsensus unparsable meanAgreement }'
    expect((await entity({ type: 'Iteration', id: iterationId, fields })).entity).toEqual({
      votesSummary: { consensus: 2, noConsensus: 2, unparsable: 1, meanAgreement: 2.75 / 5 },
    })
    const unknown = toGlobalId('Iteration', uuidv7())
    expect((await entity({ type: 'Iteration', id: unknown, fields })).entity).toEqual({ votesSummary: null })
  })

  test('lists its votes page by page in dataset order, each once', async () => {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const page = await listVotes(`(first: 2${after})`)
      seen.push(...(page.ids ?? []))
      expect(page.ids?.length).toBeLessThanOrEqual(2)
      if (!page.votes?.pageInfo.hasNextPage) break
      after = `, after: "${page.votes.pageInfo.endCursor}"`
    }
    expect(seen).toEqual(ANSWERS.map((_, position) => runQuestionId(position)))
  })

  test('filters them by outcome and by agreement, bounds included', async () => {
    const places = async (filter: string) => (await listVotes(`(filter: ${filter})`)).ids
    expect(await places('{ outcome: NO_CONSENSUS }')).toEqual([runQuestionId(1), runQuestionId(4)])
    expect(await places('{ minAgreement: 0.75 }')).toEqual([runQuestionId(0), runQuestionId(2)])
    expect(await places('{ minAgreement: 0.5, maxAgreement: 0.75 }')).toEqual([0, 1, 4].map(runQuestionId))
    expect(await places('{ minAgreement: 0.9, maxAgreement: 0.1 }')).toEqual([])
  })

  test.each([
    ['(first: 0)', 'Argument `first`: Expected a page of 1–1000 items, found 0.'],
    ['(first: 1001)', 'Argument `first`'],
    ['(after: "nonsense")', 'Argument `after`: Expected a cursor that this list gave'],
    [`(after: "${Buffer.from('["x","y"]').toString('base64url')}")`, 'Argument `after`'],
    [`(after: "${Buffer.from('["1"]').toString('base64url')}")`, 'Argument `after`'],
    [
      '(filter: { minAgreement: 75 })',
      'Argument `filter.minAgreement`: Expected a share from 0 to 1, found 75.',
    ],
    ['(filter: { maxAgreement: -0.1 })', 'Argument `filter.maxAgreement`'],
  ])('refuses %s with what was expected', async (args, message) => {
    const { errors } = await listVotes(args)
    expect(errors?.[0]?.message).toContain(message)
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })
})

describe('a question', () => {
  test('has its vote with classes, shares and the policy that made it', async () => {
    const fields = `vote { __typename id version outcome decidedBy winner agreement pathCount unparsableCount votedAt
      classes { answer count share } policy { answerMarker minAgreement ties extractionVersion hash } }`
    const { entity: found } = await entity({ type: 'RunQuestion', id: runQuestionId(0), fields })
    expect(found?.vote).toMatchObject({
      ...{ version: 1, outcome: 'CONSENSUS', decidedBy: 'SELF', winner: '1', agreement: 0.75, pathCount: 4 },
      classes: [
        { answer: '1', count: 3, share: 0.75 },
        { answer: '2', count: 1, share: 0.25 },
      ],
      policy: {
        answerMarker: 'The answer is',
        minAgreement: null,
        ties: 'NO_CONSENSUS',
        extractionVersion: 1,
      },
      votedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    const { id } = (found?.vote ?? {}) as { readonly id?: string }
    expect((await entity({ type: 'Vote', id: id ?? '', fields: 'winner' })).entity).toEqual({ winner: '1' })
  })

  test('has the answer of each of its paths', async () => {
    const fields = 'answer { state text normalForm }'
    const pathId = (position: number) =>
      toGlobalId('Path', makePath(sampleSet, position, { index: 0, text: '' }).pathId)
    const first = await entity({ type: 'Path', id: pathId(0), fields })
    expect(first.entity).toEqual({ answer: { state: 'PARSED', text: '1', normalForm: '1' } })
    const third = await entity({ type: 'Path', id: pathId(3), fields })
    expect(third.entity).toEqual({ answer: { state: 'UNPARSABLE', text: null, normalForm: null } })
    const unknown = await entity({ type: 'Path', id: toGlobalId('Path', uuidv7()), fields })
    expect(unknown.entity).toEqual({ answer: null })
  })
})

describe('a run', () => {
  test('tells how far the voting of its current iteration is', async () => {
    const fields = 'questionsVoted meanAgreement'
    const id = toGlobalId('Run', sampleSet.runId)
    const { entity: found } = await entity({ type: 'RunProgress', id, fields })
    expect(found).toEqual({ questionsVoted: 5, meanAgreement: 2.75 / 5 })
    const unknown = await entity({ type: 'RunProgress', id: toGlobalId('Run', uuidv7()), fields })
    expect(unknown.entity).toEqual({ questionsVoted: 0, meanAgreement: null })
  })
})

describe('another project', () => {
  test('sees nothing of it', async () => {
    const project = 'other'
    expect((await listVotes('', project)).ids).toEqual([])
    const question = { type: 'RunQuestion', id: runQuestionId(0), fields: 'vote { id }', project }
    expect((await entity(question)).entity).toEqual({ vote: null })
    const run = {
      type: 'RunProgress',
      id: toGlobalId('Run', sampleSet.runId),
      fields: 'questionsVoted',
      project,
    }
    expect((await entity(run)).entity).toEqual({ questionsVoted: 0 })
  })
})

test('an id of another type is no entity', async () => {
  expect((await entity({ type: 'Vote', id: iterationId, fields: 'winner' })).entity).toBeNull()
  expect(
    (await entity({ type: 'Iteration', id: 'x', fields: 'votesSummary { consensus }' })).entity,
  ).toBeNull()
})

test('many votes and answers that one request asks for take one statement of each kind', async () => {
  const db = createDatabase({ url: voter.database.url, schema: 'voter', migrations, log: silentLogger })
  await db.start()
  const statements: string[] = []
  const loaders = createLoaders(
    {
      ...db,
      query: (sql, params) => {
        statements.push(sql)
        return db.query(sql, params)
      },
    },
    'default',
  )
  const keys = ANSWERS.map((_, position) =>
    runQuestionKey(sampleSet.sampleSetId, makeQuestion(position).questionId),
  )
  const pathIds = ANSWERS.map((_, position) => makePath(sampleSet, position, { index: 1, text: '' }).pathId)
  const [votes, answers] = await Promise.all([
    Promise.all(keys.map((key) => loaders.latestVote.load(key))),
    Promise.all(pathIds.map((id) => loaders.answer.load(id))),
  ])
  await db.stop()
  expect(votes.map((vote) => vote?.position)).toEqual([0, 1, 2, 3, 4])
  expect(answers.map((answer) => answer?.normalForm)).toEqual(['1', '2', '1', null, '4'])
  expect(statements).toHaveLength(2)
})
