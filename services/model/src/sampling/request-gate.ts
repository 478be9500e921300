import { ApiError } from '../http/api-error.ts'

/** Lets a bounded number of requests sample at once, and a bounded number wait, first come first served. */
export type RequestGate = {
  /**
   * Runs the work when there is room.
   * @throws {ApiError} 429 with Retry-After when too many wait already. @throws the signal's reason when it aborts while waiting.
   */
  readonly run: <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>
  /** Requests at work and in the line at this moment. */
  readonly load: () => { readonly active: number; readonly waiting: number }
}

/** Makes a gate: `maxActive` at work, `maxWaiting` behind them. */
export function createRequestGate(maxActive: number, maxWaiting: number): RequestGate {
  const waiting: (() => void)[] = []
  let active = 0
  const enter = async (signal: AbortSignal) => {
    signal.throwIfAborted()
    if (active < maxActive) {
      active += 1
      return
    }
    if (waiting.length >= maxWaiting) throw queueFull(waiting.length)
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(admit), 1)
        reject(signal.reason)
      }
      const admit = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      waiting.push(admit)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
  // A place that becomes free is handed to the next in line, so that nobody can slip in between.
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) active -= 1
    else next()
  }
  return {
    load: () => ({ active, waiting: waiting.length }),
    run: async (signal, work) => {
      await enter(signal)
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}

function queueFull(waiting: number): ApiError {
  const message = `Rate limit reached: ${waiting} requests are waiting already. Send fewer at once, or try again in a second.`
  return new ApiError({ status: 429, code: 'rate_limit_exceeded', message, retryAfterSeconds: 1 })
}
