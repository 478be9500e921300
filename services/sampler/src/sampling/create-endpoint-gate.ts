import { delay } from '@chorus/common/src/ids/clock.ts'

/** Lets calls to one endpoint through: so many at a time, runs in turn, and nobody while it has asked for a pause. */
export interface EndpointGate {
  /** Resolves with the way to leave, or with null when the signal was aborted first. */
  enter(runId: string, signal: AbortSignal): Promise<(() => void) | null>
  setLimit(maxConcurrent: number): void
  /** Nobody enters for so long; the longest pause asked for holds. */
  pause(ms: number): void
}

type Caller = { readonly admit: () => void }

/** A gate with a queue for each run; the queues take turns. */
export function createEndpointGate(maxConcurrent: number): EndpointGate {
  const queues = new Map<string, Caller[]>()
  let limit = maxConcurrent
  let inside = 0
  let pausedUntilMs = 0
  let isTimerSet = false

  const nextCaller = (): Caller | undefined => {
    const first = queues.entries().next().value
    if (first === undefined) return undefined
    const [runId, callers] = first
    const caller = callers.shift()
    // To the back of the line: the next run's turn.
    queues.delete(runId)
    if (callers.length > 0) queues.set(runId, callers)
    return caller
  }
  const openAfter = (ms: number) => {
    if (isTimerSet) return
    isTimerSet = true
    void delay(ms).then(() => {
      isTimerSet = false
      admitMore()
    })
  }
  const admitMore = () => {
    const waitMs = pausedUntilMs - performance.now()
    if (waitMs > 0) return openAfter(waitMs)
    while (inside < limit) {
      const caller = nextCaller()
      if (caller === undefined) return
      inside += 1
      caller.admit()
    }
  }
  const leave = () => {
    inside -= 1
    admitMore()
  }
  const withdraw = (runId: string, caller: Caller) => {
    const callers = queues.get(runId)?.filter((other) => other !== caller) ?? []
    if (callers.length > 0) queues.set(runId, callers)
    else queues.delete(runId)
  }
  return {
    enter: (runId, signal) => {
      if (signal.aborted) return Promise.resolve(null)
      return new Promise((resolve) => {
        const onAbort = () => {
          withdraw(runId, caller)
          resolve(null)
        }
        const caller: Caller = {
          admit: () => {
            signal.removeEventListener('abort', onAbort)
            resolve(once(leave))
          },
        }
        signal.addEventListener('abort', onAbort, { once: true })
        const callers = queues.get(runId)
        if (callers === undefined) queues.set(runId, [caller])
        else callers.push(caller)
        admitMore()
      })
    },
    setLimit: (maximum) => {
      limit = maximum
      admitMore()
    },
    pause: (ms) => {
      pausedUntilMs = Math.max(pausedUntilMs, performance.now() + ms)
    },
  }
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    run()
  }
}
