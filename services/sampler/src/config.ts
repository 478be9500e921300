import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { type ConfigOf, commaList, setting } from '@chorus/common/src/config/setting.ts'
import { httpSettings, logSettings, postgresSettings } from '@chorus/common/src/config/standard-settings.ts'
import { z } from 'zod'

/** Environment variables of the sampler. */
export const samplerSettings = {
  ...httpSettings('sampler', 4001),
  ...postgresSettings(),
  ...logSettings(),
  mode: setting({
    variable: 'CHORUS_MODE',
    schema: z.enum(['local', 'deployed'], 'local or deployed'),
    description:
      'local: one actor and one project, and every host may be called. deployed: callers must be named and hosts listed.',
    default: 'local',
  }),
  allowedHosts: setting({
    variable: 'CHORUS_ALLOWED_HOSTS',
    schema: commaList,
    description:
      'Hosts of endpoints that may be called outside local mode: names, *.names, addresses, ranges, or any-public.',
    default: '',
    example: 'api.example.com,10.0.0.0/8',
  }),
}

type Environment = Readonly<Record<string, string | undefined>>

/** What the sampler runs with; keys of endpoints are looked up in `env` when they are used. */
export type SamplerConfig = ConfigOf<typeof samplerSettings> & { readonly env: Environment }

/** Variables of the other processes, which often share one environment. */
const elsewhere = [
  'CHORUS_SAMPLER_URL',
  ...['VOTER', 'TRAINER', 'GATEWAY', 'MODEL', 'DATA', 'ENDPOINT', 'SUBGRAPH'].map(
    (part) => `CHORUS_${part}_*`,
  ),
]

/**
 * Reads the sampler's configuration.
 * @throws {ConfigError} naming every wrong variable.
 */
export function parseSamplerConfig(env: Environment): SamplerConfig {
  return { ...parseConfig(samplerSettings, env, { elsewhere }), env }
}
