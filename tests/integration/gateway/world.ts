import type { DocumentNode, GraphQLResolveInfo } from 'graphql'
import { parse } from 'graphql'

/** A resolver of the test graph; the same function serves a subgraph and the monolith. */
export type Resolver = (source: never, args: never, context: unknown, info: GraphQLResolveInfo) => unknown
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>

export interface SubgraphDefinition {
  readonly name: string
  readonly typeDefs: DocumentNode
  readonly resolvers: Resolvers
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@cost"])`

interface Id {
  readonly id: string
}

const path = (id: string) => ({ __typename: 'Path', id })
const run = (id: string) => ({ __typename: 'Run', id })
const numberOf = ({ id }: Id) => Number(id.replace(/\D/g, ''))
const pathsOf = ({ id }: Id) => [1, 2, 3].map((index) => path(`p${Number(id.slice(1)) * 10 + index}`))

const runFields = {
  name: ({ id }: Id) => `run ${id}`,
  status: ({ id }: Id) => (numberOf({ id }) % 2 === 1 ? 'DONE' : 'RUNNING'),
  config: ({ id }: Id) => ({ seed: numberOf({ id }), notes: ['a', 'b'] }),
  paths: (source: Id, { first }: { first: number }) => pathsOf(source).slice(0, first),
  best: (source: Id) => (source.id === 'r3' ? null : pathsOf(source)[1]),
  grid: (source: Id) => [pathsOf(source), null, [null, ...pathsOf(source)]],
  parent: ({ id }: Id) => (id === 'r1' ? null : run('r1')),
  dataset: () => ({ __typename: 'Dataset', id: 'd1' }),
} as Resolvers[string]

/** Runs, with subscriptions; the events of a run are given by the test. */
export function runsSubgraph(
  events: (runId: string) => AsyncIterable<unknown>,
  log: string[],
): SubgraphDefinition {
  return {
    name: 'runs',
    typeDefs: parse(`${link}
      type Query {
        run(id: ID!): Run
        runs: [Run!]!
        node(id: ID!): Node
        search(text: String = "x"): [Found]!
        secret: String @inaccessible
      }
      type Mutation { startRun(name: String!): Run! noteRun(text: String!): String }
      type Subscription { runEvents(id: ID!): RunEvent! }
      interface Node { id: ID! }
      union Found = Run | Dataset
      enum Status { RUNNING DONE HIDDEN @inaccessible }
      type RunEvent { cursor: Int! kind: String @tag(name: "x") run: Run! }
      type Run implements Node @key(fields: "id") {
        id: ID! name: String! status: Status! config: Config! paths(first: Int = 2): [Path!]! best: Path
        grid: [[Path]] parent: Run dataset: Dataset!
      }
      type Config @shareable { seed: Int! @cost(weight: 3) notes: [String!] }
      type Dataset implements Node @key(fields: "id") { id: ID! title: String! runs: [Run!]! }
      type Path implements Node @key(fields: "id") { id: ID! }
    `),
    resolvers: {
      Query: {
        run: ((_: unknown, { id }: Id) => (/^r\d$/.test(id) ? run(id) : null)) as Resolver,
        runs: () => ['r1', 'r2', 'r3'].map(run),
        node: ((_: unknown, { id }: Id) => {
          if (id.startsWith('r')) return run(id)
          return id.startsWith('p') ? path(id) : { __typename: 'Dataset', id }
        }) as Resolver,
        search: () => [run('r1'), { __typename: 'Dataset', id: 'd1' }, null, run('r2')],
        secret: () => 'a secret',
      },
      Mutation: {
        startRun: ((_: unknown, { name }: { name: string }) => {
          log.push(`start ${name}`)
          return run('r7')
        }) as Resolver,
        noteRun: ((_: unknown, { text }: { text: string }) => {
          log.push(`note ${text}`)
          return text
        }) as Resolver,
      },
      Run: runFields,
      Dataset: {
        title: (() => 'questions') as Resolver,
        runs: () => ['r1', 'r2'].map(run),
      },
      RunEvent: { run: ((event: { runId: string }) => run(event.runId)) as Resolver },
      Subscription: {
        runEvents: ((_: unknown, { id }: Id) => events(id)) as Resolver,
      },
    },
  }
}

/** Paths: text and tokens. */
export function pathsSubgraph(log: string[]): SubgraphDefinition {
  return {
    name: 'paths',
    typeDefs: parse(`${link}
      type Query { path(id: ID!): Path }
      type Mutation { writePath(text: String!): Path }
      type Path @key(fields: "id") {
        id: ID! index: Int! text(max: Int): String! tokens: Int reasoning: Reasoning
      }
      type Reasoning { steps: Int model: String }
    `),
    resolvers: {
      Query: { path: ((_: unknown, { id }: Id) => path(id)) as Resolver },
      Mutation: {
        writePath: ((_: unknown, { text }: { text: string }) => {
          log.push(`write ${text}`)
          return path('p71')
        }) as Resolver,
      },
      Path: {
        index: ((source: Id) => numberOf(source) % 10) as Resolver,
        text: ((source: Id, { max }: { max?: number }) => `text of ${source.id}`.slice(0, max)) as Resolver,
        tokens: ((source: Id) => (numberOf(source) % 10 === 3 ? null : numberOf(source))) as Resolver,
        reasoning: ((source: Id) =>
          numberOf(source) % 10 === 2 ? null : { steps: numberOf(source) % 7, model: 'm' }) as Resolver,
      },
    },
  }
}

/** Votes, and the fields of paths and runs that follow from them. */
export function votesSubgraph(log: string[]): SubgraphDefinition {
  return {
    name: 'votes',
    typeDefs: parse(`${link}
      type Query { topPath: Path @provides(fields: "tokens") }
      type Mutation { castVote(pathId: ID!): Vote }
      type Path @key(fields: "id") {
        id: ID! tokens: Int @external reasoning: Reasoning @external
        cost: Float @requires(fields: "tokens reasoning { steps }")
        vote: Vote
        sureVote: Vote!
      }
      type Reasoning { steps: Int @external }
      type Run @key(fields: "id") { id: ID! votes(first: Int): [Vote]! summary: Summary! }
      type Vote { outcome: String! agreement: Float! winner: Path run: Run }
      type Summary { consensus: Int! label(upper: Boolean = false): String }
    `),
    resolvers: {
      Query: { topPath: () => ({ ...path('p11'), tokens: 11 }) },
      Mutation: {
        castVote: ((_: unknown, { pathId }: { pathId: string }) => {
          log.push(`cast ${pathId}`)
          return { id: pathId }
        }) as Resolver,
      },
      Path: {
        cost: ((source: { tokens?: number | null; reasoning?: { steps: number } | null }) =>
          (source.tokens ?? 0) * 2 + (source.reasoning?.steps ?? 100)) as Resolver,
        vote: ((source: Id) => (numberOf(source) % 10 === 3 ? null : source)) as Resolver,
        sureVote: ((source: Id) => {
          log.push('sureVote')
          return source
        }) as Resolver,
      },
      Run: {
        votes: ((source: Id, { first }: { first?: number }) =>
          [...pathsOf(source), null].slice(0, first ?? 9)) as Resolver,
        summary: ((source: Id) => source) as Resolver,
      },
      Vote: {
        outcome: (() => 'CONSENSUS') as Resolver,
        agreement: ((source: Id) => numberOf(source) / 8) as Resolver,
        winner: ((source: Id) => path(source.id)) as Resolver,
        run: ((source: Id) => run(`r${source.id[1]}`)) as Resolver,
      },
      Summary: {
        consensus: ((source: Id) => numberOf(source)) as Resolver,
        label: ((source: Id, { upper }: { upper: boolean }) =>
          upper ? source.id.toUpperCase() : source.id) as Resolver,
      },
    },
  }
}
