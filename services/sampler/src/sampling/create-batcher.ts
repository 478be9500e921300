import { delay } from '@chorus/common/src/ids/clock.ts'

/** Gathers what comes at about the same time and does it in one go, one batch after the other. */
export interface Batcher<Item, Result> {
  /** Resolves with this item's result; rejects with the batch. */
  add(item: Item): Promise<Result>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: items keep their order, and there is one batch at a time, so that an item's effects stand before the next's.
 * @param input.gatherMs how long the first item waits for company.
 * @param input.flush gives one result for each item, in their order.
 */
export function createBatcher<Item, Result>(input: {
  readonly maxItems: number
  readonly gatherMs: number
  readonly flush: (items: readonly Item[]) => Promise<readonly Result[]>
}): Batcher<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let running: Promise<void> | undefined

  const flushOnce = async () => {
    const batch = waiting.splice(0, input.maxItems)
    try {
      const results = await input.flush(batch.map(({ item }) => item))
      batch.forEach((entry, i) => {
        entry.resolve(results[i] as Result)
      })
    } catch (error) {
      for (const entry of batch) entry.reject(error)
    }
  }
  const run = async () => {
    while (waiting.length > 0) {
      if (waiting.length < input.maxItems) await delay(input.gatherMs)
      await flushOnce()
    }
    running = undefined
  }
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        running ??= run()
      }),
    idle: async () => {
      while (running !== undefined) await running
    },
  }
}
