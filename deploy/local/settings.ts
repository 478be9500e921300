import { resolve } from 'node:path'
import { setting, wholeNumber } from '@chorus/common/src/config/setting.ts'
import { z } from 'zod'

/** What npm start itself reads from the environment. */
export const startSettings = {
  portBase: setting({
    variable: 'CHORUS_PORT_BASE',
    schema: wholeNumber(1_024, 65_000),
    description:
      'Port of the gateway; sampler, voter and trainer take the next three, model +10, Postgres +20, Kafka +30.',
    default: '4000',
  }),
  dataFolder: setting({
    variable: 'CHORUS_DATA_DIR',
    schema: z.string().transform((path) => resolve(path)),
    description: 'Folder of everything that is kept: database, model weights, logs.',
    default: '.chorus',
  }),
  seed: setting({
    variable: 'CHORUS_SEED',
    schema: wholeNumber(0, 2_147_483_647),
    description: 'Seed of the quickstart run.',
    default: '1',
  }),
  kafkaPort: setting({
    variable: 'CHORUS_KAFKA_PORT',
    schema: wholeNumber(1_024, 65_534).optional(),
    description:
      'Port of the broker of npm start -- --kafka (default CHORUS_PORT_BASE + 30) and of npm run kafka (default 9092); its controller takes the next one.',
    example: '9092',
  }),
  databaseUrl: setting({
    variable: 'CHORUS_DATABASE_URL',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'a URL that begins with postgres://')
      .optional(),
    description: 'A Postgres of your own, 15 or later, in place of the embedded one.',
    example: 'postgres://chorus:secret@127.0.0.1:5432/chorus',
    secret: true,
  }),
} as const
