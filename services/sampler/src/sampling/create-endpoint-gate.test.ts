import { expect, test } from 'vitest'
import { createEndpointGate } from './create-endpoint-gate.ts'

const never = new AbortController().signal

/** Lets the promises that are ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('the gate lets so many in at a time', async () => {
  const gate = createEndpointGate(2)
  let inside = 0
  const leaves: (() => void)[] = []
  for (let i = 0; i < 5; i++) {
    void gate.enter('a', never).then((leave) => {
      inside += 1
      if (leave !== null) leaves.push(leave)
    })
  }
  await settle()
  expect(inside).toBe(2)
  leaves[0]?.()
  leaves[0]?.()
  await settle()
  expect(inside).toBe(3)
  gate.setLimit(4)
  await settle()
  expect(inside).toBe(5)
})

test('runs take turns, however many calls one of them has waiting', async () => {
  const gate = createEndpointGate(1)
  const order: string[] = []
  const enter = async (runId: string) => {
    const leave = await gate.enter(runId, never)
    order.push(runId)
    await settle()
    leave?.()
  }
  const first = gate.enter('x', never)
  const all = ['a', 'a', 'a', 'a', 'b', 'b'].map(enter)
  ;(await first)?.()
  await Promise.all(all)
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'a'])
})

test('whoever is told to stop waits no longer and takes no place', async () => {
  const gate = createEndpointGate(1)
  const leave = await gate.enter('a', never)
  const stop = new AbortController()
  const waiting = gate.enter('a', stop.signal)
  const next = gate.enter('a', never)
  stop.abort()
  expect(await waiting).toBeNull()
  leave?.()
  expect(await next).not.toBeNull()
})

test('nobody enters while the endpoint has asked for a pause', async () => {
  const gate = createEndpointGate(8)
  gate.pause(60)
  const start = performance.now()
  await Promise.all([gate.enter('a', never), gate.enter('b', never)])
  expect(performance.now() - start).toBeGreaterThanOrEqual(55)
})
