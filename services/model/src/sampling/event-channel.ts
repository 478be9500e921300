/** A queue between a callback that pushes and a loop that reads. */
export type EventChannel<T> = {
  readonly push: (event: T) => void
  /** Ends the reading once everything pushed before has been read. */
  readonly end: () => void
  /** The reading loop throws this after everything pushed before. */
  readonly fail: (error: unknown) => void
  readonly events: () => AsyncGenerator<T, void>
}

/** Makes an empty channel for one reader. */
export function createEventChannel<T>(): EventChannel<T> {
  const queue: T[] = []
  let ending: { readonly error?: unknown } | null = null
  let wake = Promise.withResolvers<void>()
  const settle = (how: { readonly error?: unknown }) => {
    ending ??= how
    wake.resolve()
  }
  async function* events(): AsyncGenerator<T, void> {
    for (;;) {
      yield* queue.splice(0)
      if (queue.length > 0) continue
      if (ending !== null) {
        if ('error' in ending) throw ending.error
        return
      }
      await wake.promise
      wake = Promise.withResolvers()
    }
  }
  return {
    push: (event) => {
      queue.push(event)
      wake.resolve()
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
    events,
  }
}
