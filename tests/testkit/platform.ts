import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlatform, type Platform } from '../../deploy/local/platform.ts'
import { type PortPlan, planPorts, type ServiceName, serviceNames } from '../../deploy/local/port-plan.ts'
import type { ChildEvent } from '../../deploy/local/supervise/child-events.ts'
import { findFreeBase, type GraphAnswer, sendQuery, withoutOurs } from './outside.ts'
import { createTestDatabase } from './postgres.ts'
import { waitFor } from './wait-for.ts'

/** Totals of the model host since its process started. */
export interface ModelTotals {
  readonly requests: number
  readonly choices: number
  readonly promptTokens: number
  readonly completionTokens: number
  readonly jobsCreated: number
}

/** A whole platform of real processes for a test. */
export interface TestPlatform {
  /** Such as http://127.0.0.1:24000/graphql. */
  readonly graphUrl: string
  /** Base URL of the model host, with /v1. */
  readonly modelUrl: string
  readonly ports: PortPlan
  readonly folder: string
  databaseUrl(): string
  /** What has happened to the processes. */
  readonly events: readonly ChildEvent[]
  graphql<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<GraphAnswer<Data>>
  /** Kills a process and waits until the supervisor has it ready again. */
  kill9(name: ServiceName | 'postgres'): Promise<void>
  /** Stops a process for good, until startService. */
  stopService(name: ServiceName): Promise<void>
  startService(name: ServiceName): Promise<void>
  modelLedger(): Promise<ModelTotals>
  /** Stops everything and removes every trace. */
  stop(): Promise<void>
}

export interface TestPlatformOptions {
  /** Default all. */
  readonly services?: readonly ServiceName[]
  /** CHORUS_ variables for the services; each gets those that it knows. */
  readonly env?: Readonly<Record<string, string>>
  /** 'shared': a database of its own on the tests' server (default). 'own': an embedded server of its own, which can be killed. */
  readonly postgres?: 'shared' | 'own'
  /** Called when the ports are known, before anything starts. */
  readonly onPorts?: (ports: PortPlan) => void
  /** Log level of the services; default warn. */
  readonly logLevel?: string
}

/** Starts a platform in a folder of its own, on ports of its own. Call stop in afterAll. */
export async function startPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'chorus-platform-'))
  const ports = planPorts(await findFreeBase())
  options.onPorts?.(ports)
  const database = options.postgres === 'own' ? undefined : await createTestDatabase()
  const events: ChildEvent[] = []
  const platform = createPlatform({
    folder,
    ports,
    services: options.services ?? serviceNames,
    env: { ...withoutOurs(process.env), CHORUS_LOG_LEVEL: options.logLevel ?? 'warn', ...options.env },
    databaseUrl: database?.url,
    onEvent: (event) => events.push(event),
  })
  const stop = async () => {
    await platform.stop()
    await database?.drop()
    if (process.env.CHORUS_TEST_KEEP === undefined) rmSync(folder, { recursive: true, force: true })
  }
  mkdirSync(folder, { recursive: true })
  await platform.start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { ...handles({ platform, ports }), folder, ports, events, stop }
}

function handles(input: { readonly platform: Platform; readonly ports: PortPlan }) {
  const { platform, ports } = input
  const graphUrl = `http://127.0.0.1:${ports.gateway}/graphql`
  const modelOrigin = `http://127.0.0.1:${ports.model}`
  return {
    graphUrl,
    modelUrl: `${modelOrigin}/v1`,
    databaseUrl: platform.databaseUrl,
    graphql: <Data>(query: string, variables: Readonly<Record<string, unknown>> = {}) =>
      sendQuery<Data>(graphUrl, { query, variables }),
    kill9: async (name: ServiceName | 'postgres') => {
      const child = platform.child(name)
      const pid = child.pid()
      child.signal('SIGKILL')
      const isBack = () => child.isReady() && child.pid() !== pid
      await waitFor(isBack, { timeoutMs: 30_000, message: `${name} to be back` })
    },
    stopService: (name: ServiceName) => platform.child(name).stop(5_000),
    startService: async (name: ServiceName) => {
      const child = platform.child(name)
      child.start()
      await waitFor(child.isReady, { timeoutMs: 30_000, message: `${name} to be ready` })
    },
    modelLedger: async () => {
      const response = await fetch(`${modelOrigin}/chorus/ledger`)
      return (await response.json()) as ModelTotals
    },
  }
}
