import { expect, test } from 'vitest'
import { createHostRules } from './host-rules.ts'
import { isInnerAddress } from './public-address.ts'
import { resolveEndpointKey } from './resolve-endpoint-key.ts'

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['8.8.8.8', false],
  ['::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:8.8.8.8', false],
  ['fd00::1', true],
  ['fe80::1', true],
  ['2606:4700::1111', false],
  ['0.0.0.0', true],
])('%s is inside: %s', (address, inner) => {
  expect(isInnerAddress(address)).toBe(inner)
})

test('outside local mode only listed hosts may be called, and inner addresses only where listed as such', () => {
  const rules = createHostRules({
    allowedHosts: ['api.example.com', '*.models.org', '10.2.0.0/16'],
    local: false,
  })
  for (const host of ['api.example.com', 'API.example.com', 'a.models.org', '10.2.3.4'])
    rules.assertHost(host)
  for (const host of [
    'example.com',
    'models.org',
    'evilmodels.org',
    '10.3.0.1',
    '127.0.0.1',
    '[::1]',
    '8.8.8.8',
  ]) {
    expect(() => rules.assertHost(host)).toThrow('a host that this deployment allows')
  }
  rules.assertAddress('api.example.com', '10.2.0.9')
  expect(() => rules.assertAddress('api.example.com', '10.9.0.9')).toThrow('not on the public internet')
})

test('any-public allows every name but no inner address; local mode allows all', () => {
  const open = createHostRules({ allowedHosts: ['any-public'], local: false })
  open.assertHost('anything.example')
  open.assertHost('8.8.8.8')
  expect(() => open.assertHost('192.168.0.1')).toThrow()
  expect(() => open.assertAddress('anything.example', '127.0.0.1')).toThrow()
  const local = createHostRules({ allowedHosts: [], local: true })
  local.assertHost('127.0.0.1')
  local.assertAddress('localhost', '127.0.0.1')
})

const env = {
  CHORUS_ENDPOINT_KEY_A: 'secret-a',
  CHORUS_ENDPOINT_KEY_A_ORIGINS: 'https://api.example.com, http://127.0.0.1:8000',
  CHORUS_ENDPOINT_KEY_B: 'secret-b',
  CHORUS_DATABASE_URL: 'postgres://secret',
}
const resolve = (variable: string | null, baseUrl: string) => resolveEndpointKey({ variable, baseUrl, env })

test('gives the key to the origins bound to it, and none to an endpoint without one', () => {
  expect(resolve('CHORUS_ENDPOINT_KEY_A', 'https://api.example.com/v1')).toBe('secret-a')
  expect(resolve('CHORUS_ENDPOINT_KEY_A', 'https://api.example.com:443/v2')).toBe('secret-a')
  expect(resolve(null, 'http://127.0.0.1:9')).toBeUndefined()
})

test.each([
  ['CHORUS_ENDPOINT_KEY_A', 'https://evil.example.com', 'CHORUS_ENDPOINT_KEY_A_ORIGINS'],
  ['CHORUS_ENDPOINT_KEY_A', 'http://api.example.com', 'to be bound to http://api.example.com'],
  [
    'CHORUS_ENDPOINT_KEY_B',
    'https://api.example.com',
    'Set CHORUS_ENDPOINT_KEY_B_ORIGINS to https://api.example.com',
  ],
  ['CHORUS_ENDPOINT_KEY_C', 'https://api.example.com', 'Set CHORUS_ENDPOINT_KEY_C'],
  ['CHORUS_DATABASE_URL', 'https://api.example.com', 'begins with CHORUS_ENDPOINT_KEY_'],
  ['CHORUS_ENDPOINT_KEY_A_ORIGINS', 'https://api.example.com', 'begins with CHORUS_ENDPOINT_KEY_'],
  ['CHORUS_ENDPOINT_KEY_A', 'https://u:p@api.example.com', 'without user and password'],
  ['CHORUS_ENDPOINT_KEY_A', 'ftp://api.example.com', 'a base URL such as'],
])('%s for %s: the error says what to do and no secret', (variable, baseUrl, words) => {
  expect(() => resolve(variable, baseUrl)).toThrow(words)
  expect(() => resolve(variable, baseUrl)).not.toThrow(/secret/)
})
