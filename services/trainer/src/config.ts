import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { type ConfigOf, commaList, setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import { httpSettings, logSettings, postgresSettings } from '@chorus/common/src/config/standard-settings.ts'
import { z } from 'zod'

/** Environment variables of the trainer. */
export const trainerSettings = {
  ...httpSettings('trainer', 4003),
  ...postgresSettings(),
  ...logSettings(),
  samplerUrl: setting({
    variable: 'CHORUS_SAMPLER_URL',
    schema: z.url({ protocol: /^https?$/, error: 'a URL that begins with http:// or https://' }),
    description: 'GraphQL endpoint of the sampler: datasets, endpoints and prompt sets are read there.',
    default: 'http://127.0.0.1:4001/graphql',
  }),
  samplingLeaseMs: setting({
    variable: 'CHORUS_SAMPLING_LEASE_MS',
    schema: wholeNumber(3_000, 3_600_000),
    description:
      'How long the sampler works for a run without hearing from the trainer, in milliseconds; renewed every third of it.',
    default: '60000',
  }),
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

/** What the trainer runs with; keys of endpoints are looked up in `env` when they are used. */
export type TrainerConfig = ConfigOf<typeof trainerSettings> & { readonly env: Environment }

/** Variables of the other processes, which often share one environment. */
const elsewhere = ['SAMPLER', 'VOTER', 'GATEWAY', 'MODEL', 'DATA', 'ENDPOINT', 'SUBGRAPH'].map(
  (part) => `CHORUS_${part}_*`,
)

/**
 * Reads the trainer's configuration.
 * @throws {ConfigError} naming every wrong variable.
 */
export function parseTrainerConfig(env: Environment): TrainerConfig {
  return { ...parseConfig(trainerSettings, env, { elsewhere }), env }
}
