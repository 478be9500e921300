import { expect, test } from 'vitest'
import { parseVoterConfig } from './config.ts'

const DATABASE = 'postgres://localhost/chorus'

test('a database is all that must be given', () => {
  expect(parseVoterConfig({ CHORUS_DATABASE_URL: DATABASE, CHORUS_MODEL_PORT: '1' })).toMatchObject({
    host: '127.0.0.1',
    port: 4002,
    databaseUrl: DATABASE,
    databasePoolSize: 10,
    logLevel: 'info',
    samplerUrl: 'http://127.0.0.1:4001/graphql',
  })
})

test('every wrong variable is named at once', () => {
  const env = { CHORUS_VOTER_PORT: 'x', CHORUS_SAMPLER_URL: 'ftp://a', CHORUS_VOTER_PROT: '1' }
  const parse = () => parseVoterConfig(env)
  for (const name of [...Object.keys(env), 'CHORUS_DATABASE_URL']) expect(parse).toThrow(name)
})
