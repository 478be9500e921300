import { describe, expect, test } from 'vitest'
import { createRequestGate } from './request-gate.ts'

const never = new AbortController().signal

/** Work that ends when it is told to. */
function openWork() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, end: resolve }
}

describe('a gate', () => {
  test('runs as many as it may, and the others in the order they came', async () => {
    const gate = createRequestGate(2, 10)
    const works = Array.from({ length: 5 }, openWork)
    const begun: number[] = []
    const runs = works.map(({ promise }, number) =>
      gate.run(never, () => {
        begun.push(number)
        return promise
      }),
    )
    await Promise.resolve()
    expect(begun).toEqual([0, 1])
    works[1]?.end()
    await runs[1]
    await expect.poll(() => begun).toEqual([0, 1, 2])
    for (const work of works) work.end()
    await Promise.all(runs)
    expect(begun).toEqual([0, 1, 2, 3, 4])
  })

  test('refuses whoever comes when all places to wait are taken', async () => {
    const gate = createRequestGate(1, 1)
    const work = openWork()
    const runs = [gate.run(never, () => work.promise), gate.run(never, () => work.promise)]
    const refused = gate.run(never, () => work.promise)
    await expect(refused).rejects.toMatchObject({ status: 429, retryAfterSeconds: 1 })
    work.end()
    await Promise.all(runs)
    await expect(gate.run(never, async () => 'free again')).resolves.toBe('free again')
  })

  test('forgets a request that is aborted while it waits, and gives its place to the next', async () => {
    const gate = createRequestGate(1, 1)
    const work = openWork()
    const running = gate.run(never, () => work.promise)
    const abort = new AbortController()
    let isStarted = false
    const waiting = gate.run(abort.signal, async () => {
      isStarted = true
    })
    abort.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    const next = gate.run(never, async () => 'next')
    work.end()
    await running
    await expect(next).resolves.toBe('next')
    expect(isStarted).toBe(false)
  })

  test('is free again after work that failed', async () => {
    const gate = createRequestGate(1, 0)
    await expect(gate.run(never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    await expect(gate.run(never, async () => 1)).resolves.toBe(1)
  })
})
