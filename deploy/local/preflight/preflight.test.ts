import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { planPorts } from '../port-plan.ts'
import { checkDisk } from './check-disk.ts'
import { checkPorts } from './check-ports.ts'

describe('checkPorts', () => {
  test('names the port, who needs it and the variable that moves all', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const checked = checkPorts({ ports: { sampler: port }, base: 21_000 })
    await expect(checked).rejects.toThrow(
      new RegExp(
        `port ${port} on 127\\.0\\.0\\.1: expected to be free for sampler[\\s\\S]*CHORUS_PORT_BASE=2\\d000`,
      ),
    )
    server.close()
  })

  test('waits as long as it may for a port to become free', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    setTimeout(() => server.close(), 300)
    await checkPorts({ ports: { model: port }, base: 21_000, patienceMs: 5_000 })
  })
})

test('too little disk is told in megabytes, with the variable that helps', async () => {
  await expect(checkDisk(tmpdir(), Number.MAX_SAFE_INTEGER)).rejects.toThrow(
    /MB free on .* set CHORUS_DATA_DIR/,
  )
})

test('one base moves every port', () => {
  expect(planPorts(5_000)).toEqual({
    gateway: 5_000,
    sampler: 5_001,
    voter: 5_002,
    trainer: 5_003,
    model: 5_010,
    postgres: 5_020,
    kafka: 5_030,
    kafkaController: 5_031,
  })
})
