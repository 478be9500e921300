import { expect, test } from 'vitest'
import { createEventChannel } from './event-channel.ts'

test('gives what was pushed before, while and after reading began, in order, then ends', async () => {
  const channel = createEventChannel<number>()
  channel.push(1)
  const seen: number[] = []
  const reading = (async () => {
    for await (const event of channel.events()) {
      seen.push(event)
      if (event === 1) channel.push(2)
    }
  })()
  await expect.poll(() => seen).toEqual([1, 2])
  channel.push(3)
  channel.push(4)
  channel.end()
  await reading
  expect(seen).toEqual([1, 2, 3, 4])
})

test('throws a failure only after what came before it', async () => {
  const channel = createEventChannel<number>()
  channel.push(1)
  channel.fail(new Error('late'))
  const seen: number[] = []
  const reading = (async () => {
    for await (const event of channel.events()) seen.push(event)
  })()
  await expect(reading).rejects.toThrow('late')
  expect(seen).toEqual([1])
})
