import { describe, expect, test } from 'vitest'
import { parseTrainerConfig } from './config.ts'

const databaseUrl = 'postgres://chorus@127.0.0.1/chorus'

describe('the configuration', () => {
  test('has defaults for everything but the database', () => {
    expect(parseTrainerConfig({ CHORUS_DATABASE_URL: databaseUrl })).toMatchObject({
      host: '127.0.0.1',
      port: 4003,
      samplerUrl: 'http://127.0.0.1:4001/graphql',
      samplingLeaseMs: 60_000,
      mode: 'local',
      allowedHosts: [],
    })
  })

  test('names every wrong variable at once, and leaves those of others alone', () => {
    const env = {
      CHORUS_SAMPLER_URL: 'sampler:4001',
      CHORUS_SAMPLING_LEASE_MS: '10',
      CHORUS_MODE: 'anywhere',
      CHORUS_VOTER_PORT: 'not ours',
      CHORUS_ENDPOINT_KEY_A: 'sk-hidden',
    }
    const wrong = ['CHORUS_DATABASE_URL', 'CHORUS_SAMPLER_URL', 'CHORUS_SAMPLING_LEASE_MS', 'CHORUS_MODE']
    let message = ''
    try {
      parseTrainerConfig(env)
    } catch (error) {
      message = String(error)
    }
    for (const variable of wrong) expect(message).toContain(`${variable}: expected`)
    expect(message).not.toContain('CHORUS_VOTER_PORT')
    expect(message).not.toContain('sk-hidden')
  })
})
