import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serviceNames } from '../../../deploy/local/port-plan.ts'
import { findFreeBase } from '../../testkit/outside.ts'
import { type StartProcess, spawnStart } from '../../testkit/start-process.ts'

let folder: string
let base: number
let started: StartProcess[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chorus-start-'))
  base = await findFreeBase()
  started = []
})
afterEach(async () => {
  for (const start of started) start.signal('SIGTERM')
  await started[0]?.waitForFreePorts(20_000)
  rmSync(folder, { recursive: true, force: true })
})

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): StartProcess {
  const process = spawnStart({ args, folder, base, env })
  started.push(process)
  return process
}

const isUp = 'Chorus is up'
const noDemo = ['--no-demo']

describe('npm start', () => {
  test('tells each process as it becomes ready, refuses a second start, brings a dead service back, and ends at Ctrl-C', async () => {
    const first = start(noDemo)
    await first.waitForText(isUp)
    for (const name of ['postgres', ...serviceNames])
      expect(first.output()).toMatch(new RegExp(`${name} +ready`))
    const second = start(noDemo)
    expect(await second.exitCode()).toBe(1)
    expect(second.output()).toContain(
      `Chorus runs on it already (pid ${first.pid}, http://127.0.0.1:${base})`,
    )
    process.kill(pidOf('voter'), 'SIGKILL')
    await first.waitForText(/voter +ended \(signal SIGKILL\); starts again in 0\.25 s[\s\S]*voter +ready/)
    const beganAt = performance.now()
    first.signal('SIGINT')
    expect(await first.exitCode()).toBe(0)
    expect(performance.now() - beganAt).toBeLessThan(10_000)
    await first.waitForFreePorts(100)
  })

  test('leaves nothing running for more than 10 s after kill -9, and the next start works', async () => {
    const first = start(noDemo)
    await first.waitForText(isUp)
    first.signal('SIGKILL')
    await first.waitForFreePorts(10_000)
    const second = start([...noDemo, '--once'])
    expect(await second.exitCode()).toBe(0)
    expect(second.output()).toContain(`An earlier start (pid ${first.pid}) was killed`)
  })

  test('takes the place of a start that was killed a moment ago', async () => {
    const first = start(noDemo)
    await first.waitForText(isUp)
    first.signal('SIGKILL')
    const second = start([...noDemo, '--once'])
    expect(await second.exitCode()).toBe(0)
  })
})

describe('a start that can not work says what was expected, what was found and what to do:', () => {
  test('a port that is taken', async () => {
    const server = createServer().listen(base + 2, '127.0.0.1')
    await once(server, 'listening')
    const refused = start(noDemo)
    expect(await refused.exitCode()).toBe(1)
    expect(refused.output()).toContain(`port ${base + 2} on 127.0.0.1: expected to be free for voter`)
    expect(refused.output()).toMatch(/CHORUS_PORT_BASE=\d+ npm start/)
    server.close()
  })

  test('every wrong variable at once, with exit code 2', async () => {
    const wrong = { CHORUS_SEED: 'x', CHORUS_MODEL_WORKERS: '0', CHORUS_PROT_BASE: '5000' }
    const refused = start(noDemo, wrong)
    expect(await refused.exitCode()).toBe(2)
    expect(refused.output()).toContain('3 settings are wrong')
    expect(refused.output()).toContain('Did you mean CHORUS_PORT_BASE?')
  })

  test('a flag that does not exist, with exit code 2', async () => {
    const refused = start(['--frehs'])
    expect(await refused.exitCode()).toBe(2)
    expect(refused.output()).toContain('Did you mean --fresh?')
  })

  test('a data folder of another version', async () => {
    writeFileSync(join(folder, 'version.json'), '{"format":99,"postgres":18}')
    const refused = start(noDemo)
    expect(await refused.exitCode()).toBe(1)
    expect(refused.output()).toMatch(/Expected a data folder of format 1 .* found format 99 .*--fresh/)
  })

  test('a folder with files of somebody else, which stay', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    const refused = start(['--fresh', '--no-demo'])
    expect(await refused.exitCode()).toBe(1)
    expect(refused.output()).toContain('found other files')
    expect(refused.output()).not.toMatch(/^ +at /m)
  })
})

/** A service's process, by the pid in its own log lines. */
function pidOf(service: 'voter'): number {
  const log = readFileSync(join(folder, 'logs', `${service}.log`), 'utf8')
  const pid = /"pid":(\d+)/.exec(log)?.[1]
  if (pid === undefined) throw new Error(`Expected a pid in the log of ${service}, found:\n${log}`)
  return Number(pid)
}
