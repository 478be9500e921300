import { kafkaSettings } from '@chorus/common/src/bus/kafka/kafka-settings.ts'
import { othersVariables } from '@chorus/common/src/config/others-variables.ts'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import { type ConfigOf, setting } from '@chorus/common/src/config/setting.ts'
import {
  httpSettings,
  logSettings,
  modeSettings,
  postgresSettings,
} from '@chorus/common/src/config/standard-settings.ts'
import { z } from 'zod'

/** Environment variables of the voter. */
export const voterSettings = {
  ...httpSettings('voter', 4002),
  ...postgresSettings(),
  ...logSettings(),
  ...modeSettings(),
  ...kafkaSettings(),
  samplerUrl: setting({
    variable: 'CHORUS_SAMPLER_URL',
    schema: z.url({ protocol: /^https?$/, error: 'a URL that begins with http:// or https://' }),
    description: 'GraphQL endpoint of the sampler: paths too large to travel in an event are read there.',
    default: 'http://127.0.0.1:4001/graphql',
  }),
}

/** What the voter runs with. */
export type VoterConfig = ConfigOf<typeof voterSettings>

/**
 * Reads the voter's configuration.
 * @throws {ConfigError} naming every wrong variable.
 */
export function parseVoterConfig(env: Readonly<Record<string, string | undefined>>): VoterConfig {
  return parseConfig(voterSettings, env, { elsewhere: othersVariables('voter') })
}
