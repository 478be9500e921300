import { messageOf } from '../errors/chorus-error.ts'
import { createReadiness, type Readiness } from '../health/readiness.ts'
import type { Logger } from '../log/create-logger.ts'

/** What createX of a service gives: the whole of it, ready to be started. */
export interface Service {
  /** Resolves when the service does its work. */
  start(): Promise<void>
  /** Idempotent. */
  stop(): Promise<void>
  readonly readiness: Readiness
}

/** A part of a service. Parts are started in their order and stopped in reverse. */
export interface Part {
  readonly name: string
  start?(): Promise<unknown>
  stop?(): Promise<unknown>
}

/**
 * A service made of parts. Ready once all have started, not ready from the first moment of stop. When a part fails to start,
 * those before it are stopped and the error is thrown. A part that fails to stop is logged and does not keep the others.
 */
export function createLifecycle(input: {
  readonly parts: readonly Part[]
  readonly log: Logger
  /** Default a new one. */
  readonly readiness?: Readiness
}): Service {
  const readiness = input.readiness ?? createReadiness()
  const started: Part[] = []
  let stopping: Promise<void> | undefined

  const stopParts = async () => {
    readiness.set('process', 'stopping')
    for (let part = started.pop(); part !== undefined; part = started.pop()) {
      await stopPart(part, input.log)
    }
  }
  const stop = () => {
    stopping ??= stopParts()
    return stopping
  }
  const start = async () => {
    try {
      for (const part of input.parts) {
        if (stopping !== undefined) return
        started.push(part)
        await part.start?.()
      }
    } catch (error) {
      await stop()
      throw error
    }
    if (stopping === undefined) readiness.set('process', undefined)
  }
  return { start, stop, readiness }
}

async function stopPart(part: Part, log: Logger): Promise<void> {
  try {
    await part.stop?.()
  } catch (error) {
    log.error({ err: error, part: part.name }, `stopping ${part.name} failed: ${messageOf(error)}`)
  }
}
