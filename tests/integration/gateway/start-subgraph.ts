import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, type GraphQLSchema, parse, subscribe, validate } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { SubgraphDefinition } from './world.ts'

/** How a subgraph misbehaves: the whole answer is up to the function. */
export type Misbehaviour = (response: ServerResponse, query: string) => void

/** A subgraph over real HTTP and WebSocket, which counts what it is asked. */
export interface RunningSubgraph {
  readonly name: string
  readonly url: string
  readonly calls: { query: string; variables: Record<string, unknown>; headers: IncomingHttpHeaders }[]
  /** Subscriptions open at this moment. */
  openSubscriptions(): number
  misbehave(how: Misbehaviour | undefined): void
  /** Cuts every WebSocket without a goodbye. */
  cutSockets(): void
  stop(): Promise<void>
}

/** Starts a subgraph; port 0 or none lets the system choose. */
export async function startSubgraph(definition: SubgraphDefinition, port = 0): Promise<RunningSubgraph> {
  const schema = makeSchema(definition)
  const calls: RunningSubgraph['calls'] = []
  let misbehaviour: Misbehaviour | undefined
  let open = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString())
    calls.push({ query, variables, headers: request.headers })
    if (misbehaviour !== undefined) return misbehaviour(response, query)
    const document = parse(query)
    const invalid = validate(schema, document)
    const result =
      invalid.length > 0
        ? { errors: invalid }
        : await execute({ schema, document, variableValues: variables })
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result))
  })
  const sockets = new WebSocketServer({ server, path: '/graphql' })
  useServer(
    {
      schema,
      subscribe: async (args) => {
        const events = await subscribe(args)
        if (!(Symbol.asyncIterator in events)) return events
        open += 1
        const close = events.return.bind(events)
        let closed = false
        events.return = async () => {
          if (!closed) open -= 1
          closed = true
          return close()
        }
        return events
      },
    },
    sockets,
  )
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    name: definition.name,
    url: `http://127.0.0.1:${address.port}/graphql`,
    calls,
    openSubscriptions: () => open,
    misbehave: (how) => {
      misbehaviour = how
    },
    cutSockets: () => {
      for (const client of sockets.clients) client.terminate()
    },
    stop: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function makeSchema(definition: SubgraphDefinition): GraphQLSchema {
  const { Subscription, ...others } = definition.resolvers
  const subscription = Object.fromEntries(
    Object.entries(Subscription ?? {}).map(([field, resolver]) => [field, { subscribe: resolver }]),
  )
  const resolvers = Subscription === undefined ? others : { ...others, Subscription: subscription }
  return buildSubgraphSchema({ typeDefs: definition.typeDefs, resolvers: resolvers as never })
}
