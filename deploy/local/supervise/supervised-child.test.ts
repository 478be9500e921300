import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waitFor } from '../../../tests/testkit/wait-for.ts'
import type { ChildEvent } from './child-events.ts'
import { type SupervisedChild, superviseChild } from './supervised-child.ts'

let folder: string
let child: SupervisedChild
let events: ChildEvent[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorus-child-'))
  events = []
})
afterEach(async () => {
  await child.stop(1_000)
  rmSync(folder, { recursive: true })
})

function supervise(script: string, isReady: () => boolean = () => true): SupervisedChild {
  child = superviseChild(
    {
      name: 'worker',
      command: process.execPath,
      args: ['-e', script],
      env: process.env,
      logFile: join(folder, 'worker.log'),
      isReady: async () => isReady(),
    },
    (event) => events.push(event),
  )
  return child
}

const staysUp = 'setInterval(() => {}, 1000); console.log("up")'

describe('superviseChild', () => {
  test('tells when the process is ready, and with which pid', async () => {
    supervise(staysUp).start()
    await waitFor(() => events.some((event) => event.type === 'ready'))
    expect(child.isReady()).toBe(true)
    expect(events[0]).toMatchObject({ type: 'ready', name: 'worker', pid: child.pid() })
  })

  test('starts a killed process again and says what killed it', async () => {
    supervise(staysUp).start()
    await waitFor(() => child.isReady())
    const first = child.pid()
    child.signal('SIGKILL')
    await waitFor(() => child.isReady() && child.pid() !== first)
    expect(events.map((event) => event.type)).toEqual(['ready', 'died', 'ready'])
    expect(events[1]).toMatchObject({ signal: 'SIGKILL', retryInMs: 250 })
  })

  test('waits longer after each death in a row', async () => {
    supervise('process.exit(3)', () => false).start()
    await waitFor(() => events.length === 3)
    expect(events.map((event) => (event.type === 'died' ? [event.exitCode, event.retryInMs] : []))).toEqual([
      [3, 250],
      [3, 500],
      [3, 1_000],
    ])
  })

  test('does not start a process again that it was told to stop, and kills one that does not listen', async () => {
    supervise(`process.on('SIGTERM', () => {}); ${staysUp}`, () => logText().includes('up')).start()
    await waitFor(() => child.isReady())
    await child.stop(300)
    expect(child.pid()).toBeUndefined()
    expect(events.at(-1)).toEqual({ type: 'stopped', name: 'worker' })
  })

  test('keeps the log of the start before beside that of this one', async () => {
    supervise('console.log("first"); setInterval(() => {}, 1000)').start()
    await waitFor(() => logText().includes('first'))
    await child.stop(1_000)
    supervise('console.log("second"); setInterval(() => {}, 1000)').start()
    await waitFor(() => logText().includes('second'))
    expect(readFileSync(join(folder, 'worker.log.1'), 'utf8')).toContain('first')
  })
})

function logText(): string {
  try {
    return readFileSync(join(folder, 'worker.log'), 'utf8')
  } catch {
    return ''
  }
}
