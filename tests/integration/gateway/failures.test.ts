import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, startGraph, type TestGraph } from './start-graph.ts'
import { pathsSubgraph, runsSubgraph, votesSubgraph } from './world.ts'

const noEvents = async function* () {}
const definitions = [runsSubgraph(noEvents, []), pathsSubgraph([]), votesSubgraph([])]
let graph: TestGraph

beforeEach(async () => {
  graph = await startGraph(definitions, { CHORUS_GATEWAY_REQUEST_TIMEOUT_MS: '300' })
})
afterEach(() => graph.stop())

function expectClean(answer: Answer & { text: string }): void {
  expect(answer.text).not.toMatch(
    /127\.0\.0\.1|localhost|ECONN|:\d{4,5}|stack|\.ts|node_modules|_entities|representations/,
  )
  for (const error of answer.errors ?? [])
    expect(Object.keys(error.extensions).sort()).toEqual(['code', 'requestId'])
}

describe('a dead subgraph', () => {
  beforeEach(() => graph.subgraph('votes').stop())

  test('leaves the rest of the answer, null for its own fields and one clean error', async () => {
    const answer = await graph.ask('{ runs { name paths(first: 3) { text vote { outcome } } } }')
    expect(answer.status).toBe(200)
    const { runs } = answer.data as { runs: { paths: { text: string; vote: unknown }[] }[] }
    expect(runs).toHaveLength(3)
    expect(runs[0]?.paths[0]).toEqual({ text: 'text of p11', vote: null })
    expect(answer.errors).toMatchObject([
      {
        message: 'The service "votes" cannot be reached, so this part of the answer is missing.',
        path: ['runs'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
      },
    ])
    expectClean(answer)
  })

  test('nulls a list of [T!]! as the specification says, not its items', async () => {
    const answer = await graph.ask('{ run(id: "r1") { name paths { text sureVote { outcome } } } }')
    // paths is [Path!]!, so the null goes past it to the run.
    expect(answer.data).toEqual({ run: null })
    expect(answer.errors).toHaveLength(1)
    const runs = await graph.ask('{ runs { name summary { consensus } } }')
    expect(runs.data).toBeNull()
    expect(runs.errors).toHaveLength(1)
    expectClean(runs)
  })

  test('a nullable place on the way keeps its siblings', async () => {
    const answer = await graph.ask(
      '{ run(id: "r1") { name best { text sureVote { outcome } } } search { ... on Run { name votes { outcome } } } }',
    )
    expect(answer.data?.run).toEqual({ name: 'run r1', best: null })
    expectClean(answer)
  })

  test('is not asked where nothing of it is selected', async () => {
    const answer = await graph.ask('{ runs { name paths { text } } }')
    expect(answer.errors).toBeUndefined()
  })

  test('at the root of the plan nulls its field alone', async () => {
    const answer = await graph.ask('{ topPath { text } run(id: "r1") { name } }')
    expect(answer.data).toEqual({ topPath: null, run: { name: 'run r1' } })
    expect(answer.errors).toMatchObject([{ path: ['topPath'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }])
  })

  test('is used again as soon as it is back', async () => {
    const [, port] = /:(\d+)\//.exec(graph.subgraph('votes').url) ?? []
    const { startSubgraph } = await import('./start-subgraph.ts')
    const again = await startSubgraph(votesSubgraph([]), Number(port))
    const answer = await graph.ask('{ run(id: "r1") { summary { consensus } } }')
    await again.stop()
    expect(answer.data).toEqual({ run: { summary: { consensus: 1 } } })
  })
})

describe('a subgraph that misbehaves', () => {
  test('a slow one costs its fields after the time limit, not the answer', async () => {
    graph.subgraph('votes').misbehave(() => undefined)
    const answer = await graph.ask('{ run(id: "r1") { name votes { outcome } } }')
    // votes is [Vote]!, so the run goes.
    expect(answer.data).toEqual({ run: null })
    expect(answer.errors).toMatchObject([{ path: ['run'], extensions: { code: 'TIMEOUT' } }])
    expectClean(answer)
  })

  const lies: [what: string, status: number, body: string][] = [
    ['a page', 200, '<html>nginx at 10.0.0.1:8080</html>'],
    ['nothing', 200, ''],
    ['a list', 200, '[]'],
    ['no data', 200, '{}'],
    ['data that is no object', 200, '{"data": 7}'],
    ['too few entities', 200, '{"data": {"_entities": []}}'],
    ['entities that are no list', 200, '{"data": {"_entities": {"vote": null}}}'],
    ['a server error', 500, '{"message": "at Object.<anonymous> (/srv/app/x.ts:3:9)"}'],
    ['errors that are none', 200, '{"errors": [null, 7]}'],
  ]
  test.each(lies)('%s instead of an answer is one clean error', async (_what, status, body) => {
    graph.subgraph('votes').misbehave((response) => response.writeHead(status).end(body))
    const answer = await graph.ask('{ run(id: "r1") { name best { vote { outcome } } } }')
    expect(answer.data).toEqual({ run: { name: 'run r1', best: { vote: null } } })
    expect(answer.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_ERROR' } }])
    expect(answer.errors?.[0]?.path?.slice(0, 2)).toEqual(['run', 'best'])
    expectClean(answer)
  })

  const entity = (vote: unknown) => JSON.stringify({ data: { _entities: [{ vote }] } })
  const wrong: [what: string, vote: unknown, expected: unknown][] = [
    ['text for a number', { outcome: 'A', agreement: 'lots' }, null],
    ['an object for text', { outcome: { a: 1 }, agreement: 1 }, null],
    ['null for a non-null field', { outcome: null, agreement: 1 }, null],
    ['a list for an object', [], null],
    ['text for an object', 'x', null],
  ]
  test.each(wrong)('%s is null and one error', async (_what, vote, expected) => {
    graph.subgraph('votes').misbehave((response) => response.end(entity(vote)))
    const answer = await graph.ask('{ run(id: "r1") { best { vote { outcome agreement } } } }')
    expect(answer.data).toEqual({ run: { best: { vote: expected } } })
    expect(answer.errors).toHaveLength(1)
    expectClean(answer)
  })

  test('a broken connection is one clean error', async () => {
    graph.subgraph('votes').misbehave((response) => void response.destroy())
    const answer = await graph.ask('{ run(id: "r1") { best { vote { outcome } } } }')
    expect(answer.data).toEqual({ run: { best: { vote: null } } })
    expect(answer.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }])
    expectClean(answer)
  })
})

describe('errors inside an answer', () => {
  interface Failure {
    message: string
    /** Of the entity whose vote failed; none for an error without a path. */
    index?: number
    extensions?: object
  }
  const failing = (failures: Failure[]) =>
    graph.subgraph('votes').misbehave((response, query) => {
      const [, key] = /(\w+): vote/.exec(query) ?? []
      const errors = failures.map(({ index, ...error }) =>
        index === undefined ? error : { ...error, path: ['_entities', index, key] },
      )
      response.end(JSON.stringify({ data: { _entities: [{}, {}] }, errors }))
    })
  const query = '{ run(id: "r1") { p: paths { text v: vote { outcome } } } }'

  test('keep a public code and sentence, at the path of the client', async () => {
    const extensions = {
      code: 'NOT_FOUND',
      stacktrace: ['at x'],
      http: { status: 404 },
      request: { body: 'b' },
    }
    failing([{ message: 'Found no vote.', index: 1, extensions }])
    const answer = await graph.ask(query)
    expect(answer.errors).toMatchObject([
      { message: 'Found no vote.', path: ['run', 'p', 1, 'v'], extensions: { code: 'NOT_FOUND' } },
    ])
    expectClean(answer)
  })

  test('lose the text of any other code', async () => {
    const message = 'select * from votes failed at 10.1.2.3:5432'
    failing([{ message, index: 0, extensions: { code: 'PG_DOWN' } }])
    const answer = await graph.ask(query)
    expect(answer.text).not.toContain('select')
    expect(answer.errors).toMatchObject([
      { path: ['run', 'p', 0, 'v'], extensions: { code: 'SUBGRAPH_ERROR' } },
    ])
    expectClean(answer)
  })

  test('lose a text that shows internals even under a public code', async () => {
    failing([
      { message: 'NotFound\n    at read (/srv/x.ts:1:2)', index: 0, extensions: { code: 'NOT_FOUND' } },
    ])
    const answer = await graph.ask(query)
    expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    expectClean(answer)
  })

  test('are one where a client could not tell them apart', async () => {
    const error = (index: number) => ({ message: `boom ${index}`, index })
    failing([error(0), error(1), { message: 'no path' }])
    const answer = await graph.ask(query)
    expect(answer.errors).toHaveLength(2)
    expect(new Set(answer.errors?.map(({ message }) => message)).size).toBe(1)
    expectClean(answer)
  })
})

test('an operation that the planner gives up on says so', async () => {
  const answer = await graph.ask('{ run(id: "r1") { best { vote { winner { cost } } } } }')
  expect(answer.errors).toMatchObject([{ extensions: { code: 'OPERATION_NOT_PLANNABLE' } }])
  expect(answer.text).not.toContain('fetch graph')
  expect(graph.logLines.join('')).toContain('fetch graph')
})
