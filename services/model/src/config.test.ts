import { expect, test } from 'vitest'
import { parseConfig } from './config.ts'

test('has a default for everything', () => {
  expect(parseConfig({})).toMatchObject({
    port: 4010,
    host: '127.0.0.1',
    dataDir: '.chorus/model',
    samplingWorkers: 2,
  })
})

test('names every wrong variable at once', () => {
  const env = { CHORUS_MODEL_PORT: 'abc', CHORUS_MODEL_WORKERS: '0', CHORUS_MODEL_MAX_QUEU: '3' }
  expect(() => parseConfig(env)).toThrow(
    /CHORUS_MODEL_PORT[\s\S]*CHORUS_MODEL_WORKERS[\s\S]*CHORUS_MODEL_MAX_QUEUE/,
  )
})

test('leaves the variables of other services alone', () => {
  const env = { CHORUS_DATABASE_URL: 'postgres://x', CHORUS_GATEWAY_PORT: '4000', CHORUS_ENDPOINT_KEY_A: 'k' }
  expect(() => parseConfig(env)).not.toThrow()
})
