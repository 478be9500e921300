import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, type Logger } from '@chorus/common/src/log/create-logger.ts'
import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { buildASTSchema, type DocumentNode, type GraphQLSchema, isObjectType, parse } from 'graphql'
import { parseGatewayConfig } from '../../../services/gateway/src/config.ts'
import { createGateway, type Gateway } from '../../../services/gateway/src/service.ts'
import { type RunningSubgraph, startSubgraph } from './start-subgraph.ts'
import type { Resolver, SubgraphDefinition } from './world.ts'

/** What a client gets. */
export interface Answer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: {
    message: string
    path?: (string | number)[]
    extensions: Record<string, unknown>
  }[]
}

/** A gateway over real subgraphs, with the supergraph in a file of its own. */
export interface TestGraph {
  readonly gateway: Gateway
  readonly supergraphPath: string
  readonly supergraphSdl: string
  /** Lines of the gateway's log. */
  readonly logLines: string[]
  subgraph(name: string): RunningSubgraph
  /** Posts an operation; the answer's text is kept for leak checks. */
  ask(query: string, variables?: object): Promise<Answer & { readonly text: string; readonly status: number }>
  /** Calls of all subgraphs since the last time this was asked. */
  takeCalls(): Record<string, number>
  stop(): Promise<void>
}

/** Composes a supergraph of subgraphs at addresses. */
export function compose(services: { name: string; url: string; typeDefs: DocumentNode }[]): string {
  const result = composeServices(services)
  if (!result.supergraphSdl) {
    throw new Error(`does not compose: ${result.errors?.map((error) => error.message).join('; ')}`)
  }
  return result.supergraphSdl
}

/** Starts subgraphs and a gateway in front of them. */
export async function startGraph(
  definitions: readonly SubgraphDefinition[],
  env: Record<string, string> = {},
): Promise<TestGraph> {
  const subgraphs = await Promise.all(definitions.map((definition) => startSubgraph(definition)))
  const supergraphSdl = compose(
    definitions.map(({ name, typeDefs }, index) => ({ name, typeDefs, url: subgraphs[index]?.url ?? '' })),
  )
  const folder = await mkdtemp(join(tmpdir(), 'chorus-gateway-'))
  const supergraphPath = join(folder, 'supergraph.graphql')
  await writeFile(supergraphPath, supergraphSdl)
  const logLines: string[] = []
  const gateway = await startGateway({ SUPERGRAPH: supergraphPath, ...env }, logLines)
  return {
    gateway,
    supergraphPath,
    supergraphSdl,
    logLines,
    subgraph: (name) => {
      const found = subgraphs.find((item) => item.name === name)
      if (found === undefined) throw new Error(`no subgraph ${name}`)
      return found
    },
    ask: (query, variables) => ask(gateway.url(), query, variables),
    takeCalls: () =>
      Object.fromEntries(
        subgraphs
          .map((item) => [item.name, item.calls.splice(0).length] as const)
          .filter(([, count]) => count > 0),
      ),
    stop: async () => {
      await gateway.stop()
      await Promise.all(subgraphs.map((item) => item.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Starts a gateway on a port of the system's choice, with its log in a list. */
export async function startGateway(env: Record<string, string>, logLines: string[] = []): Promise<Gateway> {
  const destination = { write: (line: string) => void logLines.push(line) }
  const log: Logger = createLogger({ service: 'gateway', level: 'debug', destination })
  const gateway = createGateway(parseGatewayConfig({ CHORUS_GATEWAY_PORT: '0', ...env }), { log })
  await gateway.start()
  return gateway
}

export async function ask(url: string, query: string, variables: object = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  return { ...(JSON.parse(text) as Answer), text, status: response.status }
}

/** The same types and resolvers in one schema: what the federated answer must be equal to. */
export function buildMonolith(
  supergraphSdl: string,
  definitions: readonly SubgraphDefinition[],
): GraphQLSchema {
  const schema = buildASTSchema(transformSupergraphToPublicSchema(parse(supergraphSdl)))
  for (const { resolvers } of definitions) {
    for (const [typeName, fields] of Object.entries(resolvers)) {
      const type = schema.getType(typeName)
      if (!isObjectType(type)) continue
      for (const [name, resolver] of Object.entries(fields)) {
        const field = type.getFields()[name]
        if (field === undefined) continue
        const own = name === 'cost' ? withRequired(resolver, schema) : resolver
        field.resolve = own as never
      }
    }
  }
  return schema
}

/** In a monolith nobody brings the fields that @requires asks for: the resolver's own siblings do. */
function withRequired(resolver: Resolver, schema: GraphQLSchema): Resolver {
  const path = schema.getType('Path')
  const fields = isObjectType(path) ? path.getFields() : {}
  return (source, args, context, info) => {
    const read = (name: string) => fields[name]?.resolve?.(source, {}, context, info)
    const required = { tokens: read('tokens'), reasoning: read('reasoning') }
    return resolver({ ...(source as object), ...required } as never, args, context, info)
  }
}
