import type { BatchHandler } from '../bus/event-bus.ts'
import { messageOf } from '../errors/chorus-error.ts'
import type { Readiness } from '../health/readiness.ts'

/** Notices partitions that do not get on. */
export interface StuckWatch {
  /** The same handler, watched. */
  around(handler: BatchHandler): BatchHandler
}

export interface StuckWatchOptions {
  /** Has the part `consumer` not ready while a partition is stuck. */
  readonly readiness: Readiness
  /** Named in the reason. */
  readonly group: string
  /** How long events may be tried in vain. Default 30_000 ms. */
  readonly stuckAfterMs?: number
  /** The monotonic clock in milliseconds. Default performance.now. */
  readonly nowMs?: () => number
}

/** A partition whose batch is being handled, or was rejected and comes again. */
interface Open {
  readonly sinceMs: number
  /** Undefined while a try is running. */
  triedMs: number | undefined
  failure: string
  signal: AbortSignal
}

/** A bus brings a rejected batch again within 5 s; without another try for so long the partition is another member's now. */
const forgottenAfterMs = 15_000

/**
 * A consumer is stuck when a batch of one of its partitions runs, or comes again and again, for longer than `stuckAfterMs`.
 * Waiting for events is not being stuck, and neither is a partition that was lost to another member.
 */
export function createStuckWatch(options: StuckWatchOptions): StuckWatch {
  const { readiness, group, stuckAfterMs = 30_000, nowMs = () => performance.now() } = options
  const open = new Map<string, Open>()
  const isOurs = ({ signal, triedMs }: Open) =>
    !signal.aborted && (triedMs === undefined || nowMs() - triedMs < forgottenAfterMs)
  readiness.watch('consumer', () => {
    for (const [partition, item] of open) {
      const forMs = nowMs() - item.sinceMs
      if (!isOurs(item)) open.delete(partition)
      else if (forMs > stuckAfterMs) {
        const seconds = Math.round(forMs / 1_000)
        return `${group} has been stuck at ${partition} for ${seconds} s: ${item.failure}`
      }
    }
    return undefined
  })
  return {
    around: (handler) => async (batch, context) => {
      const partition = `${context.topic}/${context.partition}`
      const last = open.get(partition)
      const item: Open = last !== undefined && isOurs(last) ? last : newlyOpen(nowMs(), context.signal)
      item.signal = context.signal
      item.triedMs = undefined
      open.set(partition, item)
      try {
        await handler(batch, context)
        open.delete(partition)
      } catch (error) {
        item.triedMs = nowMs()
        item.failure = messageOf(error)
        throw error
      }
    },
  }
}

function newlyOpen(sinceMs: number, signal: AbortSignal): Open {
  return { sinceMs, triedMs: undefined, failure: 'a handler does not end', signal }
}
