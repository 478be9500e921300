import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PortPlan, type ServiceName, serviceNames } from './port-plan.ts'
import { serviceSettings } from './service-settings.ts'
import type { ChildSpec } from './supervise/supervised-child.ts'

const probeTimeoutMs = 2_000

/** V8 lets young objects pile up to 64 MB a process before it looks; six processes on one machine can not afford that. */
const memoryFlags = ['--max-semi-space-size=4', '--optimize-for-size']

/** kafkajs asks for a timer in the past once a process; it does no harm and would look like a fault in the log. */
const kafkaFlags = ['--disable-warning=TimeoutNegativeWarning']

/** What the environments of the services are made from. */
export interface EnvironmentInput {
  readonly name: ServiceName
  readonly ports: PortPlan
  readonly folder: string
  readonly databaseUrl: string
  /** The person's own variables; they win. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How to run a service: its main.ts on this Node, told where the others are. */
export function serviceSpec(input: EnvironmentInput & { readonly logs: string }): ChildSpec {
  const { name, ports, logs } = input
  const main = fileURLToPath(new URL(`../../services/${name}/src/main.ts`, import.meta.url))
  const env = serviceEnvironment(input)
  return {
    name,
    command: process.execPath,
    args: [...memoryFlags, ...(env.KAFKA_BROKERS ? kafkaFlags : []), main],
    env,
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    logFile: join(logs, `${name}.log`),
    isReady: () => isReady(`http://127.0.0.1:${ports[name]}/readyz`),
  }
}

/** The person's environment without the variables of ours that this service does not know, with those that it needs. */
export function serviceEnvironment(input: EnvironmentInput): Record<string, string | undefined> {
  const known = new Set(Object.values(serviceSettings[input.name]).map((setting) => setting.variable))
  const isKnown = ([variable]: [string, unknown]) =>
    !/^(CHORUS|KAFKA)_/.test(variable) || known.has(variable) || takesAny(input.name, variable)
  const provided = Object.entries(providedVariables(input)).filter(isKnown)
  const own = Object.entries(input.env).filter(isKnown)
  return {
    ...Object.fromEntries([...provided, ...own]),
    CHORUS_PARENT_PID: String(process.pid),
    MALLOC_ARENA_MAX: '2',
  }
}

/** Variables whose names are not fixed. */
function takesAny(name: ServiceName, variable: string): boolean {
  if (variable.startsWith('CHORUS_ENDPOINT_KEY_')) return name === 'sampler' || name === 'trainer'
  return variable.startsWith('CHORUS_SUBGRAPH_') && name === 'gateway'
}

function providedVariables(input: EnvironmentInput): Record<string, string> {
  const { ports, folder, databaseUrl } = input
  const variables: Record<string, string> = {
    CHORUS_HOST: '127.0.0.1',
    CHORUS_DATABASE_URL: databaseUrl,
    CHORUS_MODEL_DATA_DIR: join(folder, 'model'),
  }
  for (const name of serviceNames) {
    const part = name.toUpperCase()
    const url = `http://127.0.0.1:${ports[name]}/graphql`
    variables[`CHORUS_${part}_PORT`] = String(ports[name])
    variables[`CHORUS_${part}_URL`] = url
    variables[`CHORUS_SUBGRAPH_${part}_URL`] = url
  }
  return variables
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(probeTimeoutMs) })
  await response.body?.cancel()
  return response.ok
}
