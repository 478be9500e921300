import { expect, test } from 'vitest'
import { parseGatewayConfig } from './config.ts'

test('has defaults for everything', () => {
  expect(parseGatewayConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    supergraphPath: 'schema/supergraph.graphql',
    mode: 'local',
    maxBodyBytes: 1_048_576,
  })
})

test('takes addresses of subgraphs, and nothing that is none', () => {
  const url = 'http://10.0.0.1:4001/graphql'
  expect([...parseGatewayConfig({ CHORUS_SUBGRAPH_MY_RUNS_URL: url }).subgraphUrls]).toEqual([
    ['CHORUS_SUBGRAPH_MY_RUNS_URL', url],
  ])
  expect(() => parseGatewayConfig({ CHORUS_SUBGRAPH_RUNS_URL: 'runs:4001' })).toThrow(
    /CHORUS_SUBGRAPH_RUNS_URL: expected a URL/,
  )
})

test('names what is wrong and leaves the variables of other processes alone', () => {
  expect(() => parseGatewayConfig({ CHORUS_MODE: 'prod', CHORUS_GATEWAY_PROT: '1' })).toThrow(
    /CHORUS_MODE: expected local or deployed.*\n.*CHORUS_GATEWAY_PROT/,
  )
  expect(() => parseGatewayConfig({ CHORUS_DATABASE_URL: 'x', CHORUS_VOTER_PORT: '4002' })).not.toThrow()
})
