import { othersVariables } from '@chorus/common/src/config/others-variables.ts'
import { ConfigError, parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import { httpSettings, logSettings, modeSettings } from '@chorus/common/src/config/standard-settings.ts'
import { z } from 'zod'

/** The gateway's settings; docs/configuration.md is made from them. */
export const gatewaySettings = {
  ...httpSettings('gateway', 4000),
  ...logSettings(),
  supergraphPath: setting({
    variable: 'SUPERGRAPH',
    schema: z.string(),
    description: 'File with the composed supergraph; loaded again when it changes or on SIGHUP.',
    default: 'schema/supergraph.graphql',
  }),
  ...modeSettings(),
  maxBodyBytes: setting({
    variable: 'CHORUS_GATEWAY_MAX_BODY_BYTES',
    schema: wholeNumber(1_024, 64 * 1_048_576),
    description: 'Largest request body and largest WebSocket message, in bytes.',
    default: '1048576',
  }),
  requestTimeoutMs: setting({
    variable: 'CHORUS_GATEWAY_REQUEST_TIMEOUT_MS',
    schema: wholeNumber(100, 600_000),
    description:
      'Longest time for a query or mutation, and for the fetches of one subscription event, in ms.',
    default: '30000',
  }),
  maxWaitingEvents: setting({
    variable: 'CHORUS_GATEWAY_MAX_WAITING_EVENTS',
    schema: wholeNumber(1, 100_000),
    description:
      'Events that may wait for one slow subscriber; one more ends its subscription with SUBSCRIPTION_LAGGED.',
    default: '1000',
  }),
}

/** What the gateway runs with. */
export interface GatewayConfig extends ReturnType<typeof parseGatewaySettings> {
  /** Addresses that take the place of the supergraph's, by variable: CHORUS_SUBGRAPH_<NAME>_URL. */
  readonly subgraphUrls: ReadonlyMap<string, string>
}

type Environment = Readonly<Record<string, string | undefined>>

function parseGatewaySettings(env: Environment) {
  return parseConfig(gatewaySettings, env, {
    elsewhere: [...othersVariables('gateway'), 'CHORUS_SUBGRAPH_*'],
  })
}

/**
 * Reads the gateway's configuration.
 * @throws {ConfigError} naming every wrong variable.
 */
export function parseGatewayConfig(env: Environment): GatewayConfig {
  return { ...parseGatewaySettings(env), subgraphUrls: readSubgraphUrls(env) }
}

function readSubgraphUrls(env: Environment): ReadonlyMap<string, string> {
  const urls = new Map<string, string>()
  for (const [variable, url] of Object.entries(env)) {
    if (!/^CHORUS_SUBGRAPH_[A-Z0-9_]+_URL$/.test(variable) || !url) continue
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      const fix = `Set it, for example ${variable}=http://127.0.0.1:4001/graphql`
      const expected = 'a URL that begins with http:// or https://'
      throw new ConfigError([{ variable, expected, found: JSON.stringify(url), fix }])
    }
    urls.set(variable, url)
  }
  return urls
}
