import { expect, test, vi } from 'vitest'
import { createEventQueue } from './event-queue.ts'

const create = (maxItems = 2) => {
  const onReturn = vi.fn()
  return { queue: createEventQueue<number>({ maxItems, onReturn }), onReturn }
}

test('gives items in order, waits for the next, and the last word after them', async () => {
  const { queue, onReturn } = create()
  const first = queue.next()
  queue.push(1)
  expect(await first).toEqual({ done: false, value: 1 })
  queue.push(2)
  queue.end(3)
  queue.end(4)
  expect(await queue.next()).toEqual({ done: false, value: 2 })
  expect(await queue.next()).toEqual({ done: false, value: 3 })
  expect(await queue.next()).toEqual({ done: true, value: undefined })
  expect(onReturn).not.toHaveBeenCalled()
})

test('takes no more than its bound, but always the last word', async () => {
  const { queue } = create(1)
  expect(queue.push(1)).toBe(true)
  expect(queue.push(2)).toBe(false)
  queue.end(9)
  expect(await queue.next()).toEqual({ done: false, value: 1 })
  expect(await queue.next()).toEqual({ done: false, value: 9 })
})

test('return ends a waiting reader and is told once', async () => {
  const { queue, onReturn } = create()
  const waiting = queue.next()
  await queue.return()
  await queue.return()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(queue.push(1)).toBe(false)
  expect(onReturn).toHaveBeenCalledTimes(1)
})
