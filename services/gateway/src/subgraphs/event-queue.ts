/** A bounded queue between a source that pushes and a reader that pulls. */
export interface EventQueue<T> extends AsyncIterableIterator<T> {
  /** False when the queue is full or has ended: the source should stop. */
  push(item: T): boolean
  /** No more items come; what is queued is still read, then the last word, which the bound does not touch. */
  end(last?: T): void
  next(): Promise<IteratorResult<T, undefined>>
  return(): Promise<IteratorResult<T, undefined>>
  throw(): Promise<IteratorResult<T, undefined>>
}

/**
 * A queue of at most `maxItems`. Unlike an async generator, `return` takes effect while a reader waits. `onReturn` is called
 * once, when the reader goes away before the end.
 */
export function createEventQueue<T>(input: {
  readonly maxItems: number
  readonly onReturn: () => void
}): EventQueue<T> {
  const items: T[] = []
  let wake: (() => void) | undefined
  let ended = false
  let returned = false
  const wakeReader = () => {
    wake?.()
    wake = undefined
  }
  const finish = async (): Promise<IteratorResult<T, undefined>> => {
    if (!returned) {
      returned = true
      ended = true
      items.length = 0
      input.onReturn()
      wakeReader()
    }
    return { done: true, value: undefined }
  }
  const queue: EventQueue<T> = {
    push: (item) => {
      if (ended || items.length >= input.maxItems) return false
      items.push(item)
      wakeReader()
      return true
    },
    end: (last) => {
      if (ended) return
      ended = true
      if (last !== undefined) items.push(last)
      wakeReader()
    },
    next: async () => {
      while (items.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (items.length === 0) return { done: true, value: undefined }
      return { done: false, value: items.shift() as T }
    },
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]: () => queue,
  }
  return queue
}
