import { expect, test } from 'vitest'
import { createReadiness } from '../health/readiness.ts'
import { createStuckWatch } from './stuck-watch.ts'

/** A watch over a handler that does as told, on a clock that stands still until moved. */
function makeWatch() {
  const readiness = createReadiness()
  readiness.set('process', undefined)
  let nowMs = 0
  let handle: () => Promise<void> = async () => undefined
  const watch = createStuckWatch({ readiness, group: 'voter', nowMs: () => nowMs })
  const watched = watch.around(() => handle())
  const context = (signal = new AbortController().signal) => ({ topic: 'paths', partition: 3, signal })
  return {
    deliver: (signal?: AbortSignal) => watched([], context(signal)),
    handleBy: (next: () => Promise<void>) => {
      handle = next
    },
    pass: (ms: number) => {
      nowMs += ms
    },
    reason: () => readiness.reasons().consumer,
  }
}

const fail = async () => {
  throw new Error('the disk is full')
}

test('a batch that is rejected again and again for half a minute makes the service unready, with the reason', async () => {
  const { deliver, handleBy, pass, reason } = makeWatch()
  handleBy(fail)
  for (let tries = 0; tries < 7; tries++) {
    await expect(deliver()).rejects.toThrow('the disk is full')
    expect(reason()).toBeUndefined()
    pass(5_000)
  }
  expect(reason()).toBe('voter has been stuck at paths/3 for 35 s: the disk is full')
  handleBy(async () => undefined)
  await deliver()
  expect(reason()).toBeUndefined()
})

test('a handler that does not end makes it unready', () => {
  const { deliver, handleBy, pass, reason } = makeWatch()
  handleBy(() => new Promise(() => undefined))
  void deliver()
  pass(31_000)
  expect(reason()).toBe('voter has been stuck at paths/3 for 31 s: a handler does not end')
})

test('a partition that went to another member is forgotten', async () => {
  const { deliver, handleBy, pass, reason } = makeWatch()
  handleBy(fail)
  await expect(deliver()).rejects.toThrow()
  pass(40_000)
  expect(reason()).toBeUndefined()
  handleBy(() => new Promise(() => undefined))
  const lost = new AbortController()
  void deliver(lost.signal)
  pass(40_000)
  lost.abort()
  expect(reason()).toBeUndefined()
})
