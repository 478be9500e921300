import { othersVariables } from '@chorus/common/src/config/others-variables.ts'
import { parseConfig as parseSettings } from '@chorus/common/src/config/parse-config.ts'
import { type ConfigOf, setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import { httpSettings, logSettings } from '@chorus/common/src/config/standard-settings.ts'
import { z } from 'zod'

const optionalText = z.string().optional()

/** Everything that the model service reads from its environment. */
export const modelSettings = {
  ...httpSettings('model', 4010),
  ...logSettings(),
  dataDir: setting({
    variable: 'CHORUS_MODEL_DATA_DIR',
    schema: z.string(),
    description: 'Folder with weights, uploaded files and fine-tuning jobs; one process at a time.',
    default: '.chorus/model',
  }),
  apiKey: setting({
    variable: 'CHORUS_MODEL_API_KEY',
    schema: optionalText,
    description: 'Key that callers must send; without it every caller is answered.',
    secret: true,
  }),
  samplingWorkers: setting({
    variable: 'CHORUS_MODEL_WORKERS',
    schema: wholeNumber(1, 64),
    description: 'Threads that sample; training has one of its own.',
    default: '2',
  }),
  maxQueue: setting({
    variable: 'CHORUS_MODEL_MAX_QUEUE',
    schema: wholeNumber(0, 100_000),
    description: 'Sampling requests that may wait for a worker before others are answered with 429.',
    default: '256',
  }),
  maxUploadBytes: setting({
    variable: 'CHORUS_MODEL_MAX_UPLOAD_BYTES',
    schema: wholeNumber(1024, 512 * 1024 * 1024),
    description: 'Largest upload in bytes; larger ones are answered with 413.',
    default: String(100 * 1024 * 1024),
  }),
  recordDir: setting({
    variable: 'CHORUS_MODEL_RECORD_DIR',
    schema: optionalText,
    description: 'Folder where every received body is kept, for tests and audits; without it none is.',
  }),
}

/** The model service's settings, parsed. */
export type ModelConfig = ConfigOf<typeof modelSettings>

/** Reads the environment. @throws {ConfigError} naming every problem. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ModelConfig {
  return parseSettings(modelSettings, env, { elsewhere: othersVariables('model') })
}
