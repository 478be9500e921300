import { kafkaSettings } from '@chorus/common/src/bus/kafka/kafka-settings.ts'
import { othersVariables } from '@chorus/common/src/config/others-variables.ts'
import { parseConfig } from '@chorus/common/src/config/parse-config.ts'
import type { ConfigOf } from '@chorus/common/src/config/setting.ts'
import {
  egressSettings,
  httpSettings,
  logSettings,
  modeSettings,
  postgresSettings,
} from '@chorus/common/src/config/standard-settings.ts'

/** Environment variables of the sampler. */
export const samplerSettings = {
  ...httpSettings('sampler', 4001),
  ...postgresSettings(),
  ...logSettings(),
  ...modeSettings(),
  ...egressSettings(),
  ...kafkaSettings(),
}

type Environment = Readonly<Record<string, string | undefined>>

/** What the sampler runs with; keys of endpoints are looked up in `env` when they are used. */
export type SamplerConfig = ConfigOf<typeof samplerSettings> & { readonly env: Environment }

/**
 * Reads the sampler's configuration.
 * @throws {ConfigError} naming every wrong variable.
 */
export function parseSamplerConfig(env: Environment): SamplerConfig {
  return { ...parseConfig(samplerSettings, env, { elsewhere: othersVariables('sampler') }), env }
}
