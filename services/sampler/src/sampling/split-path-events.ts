import type { EventPath } from '@chorus/schema/events/parts.ts'

/** Room in an event for everything but paths and question: ids, policy, the closing note. */
const FRAME_BYTES = 8_192
/** Bytes of a path's JSON besides its text. */
const PATH_FRAME_BYTES = 160
/** Most bytes that one UTF-16 unit takes in JSON: \u0000. */
const MAX_BYTES_PER_UNIT = 6

/**
 * Deals a question's paths, in index order, into the fewest events below the limit; at least one, so that a round can close.
 * A text that is too large to travel becomes null.
 */
export function splitPathEvents(input: {
  readonly paths: readonly EventPath[]
  /** Bytes that every event carries besides paths: the question as JSON. */
  readonly questionBytes: number
  readonly maxEventBytes: number
  readonly maxTextBytes: number
}): EventPath[][] {
  const room = input.maxEventBytes - FRAME_BYTES - input.questionBytes
  if (input.paths.reduce((sum, path) => sum + mostBytes(path), 0) <= Math.min(room, input.maxTextBytes)) {
    return [[...input.paths]]
  }
  const events: EventPath[][] = [[]]
  let bytes = 0
  for (const path of input.paths) {
    const travelling = shorten(path, input.maxTextBytes, room)
    const size = jsonBytes(travelling)
    const last = events.at(-1) ?? []
    if (last.length > 0 && bytes + size > room) {
      events.push([travelling])
      bytes = size
    } else {
      last.push(travelling)
      bytes += size
    }
  }
  return events
}

function shorten(path: EventPath, maxTextBytes: number, room: number): EventPath {
  if (path.text === null) return path
  const isTooLarge = Buffer.byteLength(path.text) > maxTextBytes || jsonBytes(path) > room
  return isTooLarge ? { ...path, text: null } : path
}

/** A cheap bound of jsonBytes. */
function mostBytes(path: EventPath): number {
  return PATH_FRAME_BYTES + MAX_BYTES_PER_UNIT * (path.text?.length ?? 0)
}

/** Bytes of a path in an event's JSON, its comma included. */
function jsonBytes(path: EventPath): number {
  return Buffer.byteLength(JSON.stringify(path)) + 1
}
