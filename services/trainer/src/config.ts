import { kafkaSettings } from '@chorus/common/src/bus/kafka/kafka-settings.ts'
import { othersVariables } from '@chorus/common/src/config/others-variables.ts'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { type ConfigOf, setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import {
  egressSettings,
  httpSettings,
  logSettings,
  modeSettings,
  postgresSettings,
} from '@chorus/common/src/config/standard-settings.ts'
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
  ...modeSettings(),
  ...egressSettings(),
  ...kafkaSettings(),
}

type Environment = Readonly<Record<string, string | undefined>>

/** What the trainer runs with; keys of endpoints are looked up in `env` when they are used. */
export type TrainerConfig = ConfigOf<typeof trainerSettings> & { readonly env: Environment }

/**
 * Reads the trainer's configuration.
 * @throws {ConfigError} naming every wrong variable.
 */
export function parseTrainerConfig(env: Environment): TrainerConfig {
  return { ...parseConfig(trainerSettings, env, { elsewhere: othersVariables('trainer') }), env }
}
