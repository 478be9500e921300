import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { readLastBus } from '../../deploy/local/bus/last-bus.ts'
import { serviceNames } from '../../deploy/local/port-plan.ts'
import { findFreeBase } from '../testkit/outside.ts'
import { type StartProcess, spawnStart } from '../testkit/start-process.ts'

const lib = inject('kafkaLib')
const isUp = 'Chorus is up'

describe.skipIf(lib === '')('npm start -- --kafka', () => {
  let folder: string
  let base: number
  let started: StartProcess[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chorus-kafka-'))
    cpSync(lib, join(folder, 'kafka', 'lib'), { recursive: true })
    base = await findFreeBase()
    started = []
  })
  afterEach(async () => {
    for (const process of started) process.signal('SIGTERM')
    await started[0]?.waitForFreePorts(20_000)
    rmSync(folder, { recursive: true, force: true })
  })

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const process = spawnStart({ args: [...args, '--no-demo'], folder, base, env })
    started.push(process)
    return process
  }

  test('runs a broker of its own, leaves none behind after kill -9, and lets the log in Postgres follow', async () => {
    const first = start(['--kafka'])
    await first.waitForText(isUp)
    expect(first.output()).toMatch(/kafka +ready/)
    expect(readLastBus(folder)).toEqual({ bus: 'kafka', brokers: [`127.0.0.1:${base + 30}`], isLocal: true })
    first.signal('SIGKILL')
    await first.waitForFreePorts(10_000)
    const second = start(['--once'])
    expect(await second.exitCode()).toBe(0)
    expect(readLastBus(folder)).toEqual({ bus: 'postgres-log' })
  }, 180_000)

  test('stops the services first, then the broker, within 10 s, and keeps kafkajs’s warning out of the logs', async () => {
    const first = start(['--kafka'])
    await first.waitForText(isUp)
    const beganAt = performance.now()
    first.signal('SIGTERM')
    expect(await first.exitCode()).toBe(0)
    expect(performance.now() - beganAt).toBeLessThan(10_000)
    await first.waitForFreePorts(100)
    const stopped = [...first.output().matchAll(/· (\w+) +stopped/g)].map(([, name]) => name)
    expect(stopped.indexOf('kafka')).toBeGreaterThan(Math.max(...serviceNames.map((n) => stopped.indexOf(n))))
    for (const name of serviceNames) {
      expect(readFileSync(join(folder, 'logs', `${name}.log`), 'utf8')).not.toContain('TimeoutNegative')
    }
  }, 120_000)

  test('says what is missing where there is no Java', async () => {
    const refused = start(['--kafka'], { PATH: dirname(process.execPath) })
    expect(await refused.exitCode()).toBe(1)
    expect(refused.output()).toMatch(/found that this is missing: Java 17 or newer/)
    expect(refused.output()).toContain('leave --kafka out')
  })

  test('is refused beside a cluster of the person’s, with exit code 2', async () => {
    const refused = start(['--kafka'], { KAFKA_BROKERS: 'kafka-1:9092' })
    expect(await refused.exitCode()).toBe(2)
    expect(refused.output()).toContain('KAFKA_BROKERS: expected nothing beside --kafka')
  })
})
