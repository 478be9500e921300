import type { Database } from '@chorus/common/src/postgres/database.ts'
import { type LogLine, type LogType, logChannel, readLog } from './run-log.ts'

/** How often a log is looked at when nothing wakes its tail: another process may write it. */
const POLL_MS = 250
const PAGE = 500
/** Newest lines that a tail keeps for its readers. */
const WINDOW = 1_000

const endings: ReadonlySet<LogType> = new Set(['RUN_COMPLETED', 'RUN_FAILED', 'RUN_CANCELLED'])

/** Follows the logs of runs for any number of readers. */
export type RunLogTails = {
  /** The lines of a run behind `after`, then live; ends behind the line that ends the run. */
  readonly follow: (runId: string, after: number) => AsyncIterableIterator<LogLine>
  /** Ends every reader. */
  readonly stop: () => Promise<void>
}

type Tail = {
  readers: number
  /** Newest lines in order, without a gap up to `upTo`. */
  lines: LogLine[]
  upTo: number
  reading: Promise<void> | null
  readonly waiting: Set<() => void>
  readonly close: () => void
}

/** Tails over the logs in the database: one per run however many read it, so that many readers cost one query. */
export function createRunLogTails(db: Database): RunLogTails {
  const tails = new Map<string, Tail>()
  const open = new Set<() => void>()

  const acquire = (runId: string, after: number): Tail => {
    const tail = tails.get(runId) ?? startTail(runId, after)
    tail.readers += 1
    return tail
  }
  const startTail = (runId: string, after: number): Tail => {
    const look = () => void readMore(db, runId, tail).catch(() => undefined)
    const timer = setInterval(look, POLL_MS)
    const unsubscribe = db.onWake(logChannel(runId), look)
    const tail: Tail = {
      readers: 0,
      lines: [],
      upTo: after,
      reading: null,
      waiting: new Set(),
      close: () => {
        clearInterval(timer)
        unsubscribe()
        tails.delete(runId)
      },
    }
    tails.set(runId, tail)
    return tail
  }
  const release = (tail: Tail) => {
    tail.readers -= 1
    if (tail.readers === 0) tail.close()
  }
  return {
    follow: (runId, after) => {
      const tail = acquire(runId, after)
      const reader = createReader({ db, runId, tail, after })
      let isOpen = true
      const close = () => {
        if (!isOpen) return
        isOpen = false
        open.delete(close)
        reader.close()
        release(tail)
      }
      open.add(close)
      return toIterator(reader.next, close)
    },
    stop: async () => {
      for (const close of [...open]) close()
    },
  }
}

/** Reads what a tail has not seen. Calls at the same time share one query; one more follows when they came late. */
async function readMore(db: Database, runId: string, tail: Tail): Promise<void> {
  tail.reading ??= readPage(db, runId, tail).finally(() => {
    tail.reading = null
  })
  await tail.reading
}

async function readPage(db: Database, runId: string, tail: Tail): Promise<void> {
  const fresh = await readLog(db, { runId, after: tail.upTo, limit: PAGE })
  const last = fresh.at(-1)
  if (last === undefined) return
  tail.lines = [...tail.lines, ...fresh].slice(-WINDOW)
  tail.upTo = last.sequence
  for (const wake of [...tail.waiting]) wake()
}

type Reader = { readonly next: () => Promise<LogLine | null>; readonly close: () => void }

function createReader(input: {
  readonly db: Database
  readonly runId: string
  readonly tail: Tail
  readonly after: number
}): Reader {
  const { db, runId, tail } = input
  let after = input.after
  let buffer: LogLine[] = []
  let isClosed = false
  let hasEnded = false
  let wake: () => void = () => undefined
  const wait = () =>
    new Promise<void>((resolve) => {
      wake = () => {
        tail.waiting.delete(wake)
        resolve()
      }
      tail.waiting.add(wake)
      // What came between the last look and now.
      if (tail.upTo > after || isClosed) wake()
    })
  const fill = async () => {
    const first = tail.lines[0]
    if (first !== undefined && after + 1 >= first.sequence) {
      buffer = tail.lines.filter((line) => line.sequence > after)
    } else {
      buffer = await readLog(db, { runId, after, limit: PAGE })
    }
    return buffer.length > 0
  }
  const next = async (): Promise<LogLine | null> => {
    while (!isClosed && !hasEnded) {
      if (buffer.length === 0 && !(await fill())) {
        await wait()
        continue
      }
      const line = buffer.shift()
      if (line === undefined) continue
      after = line.sequence
      hasEnded = endings.has(line.type)
      return line
    }
    return null
  }
  return {
    next,
    close: () => {
      isClosed = true
      wake()
    },
  }
}

/** A generator would keep `return` waiting for the next line; this one lets go at once. */
function toIterator(next: () => Promise<LogLine | null>, close: () => void): AsyncIterableIterator<LogLine> {
  const done = { value: undefined, done: true } as const
  return {
    next: async () => {
      const line = await next()
      if (line !== null) return { value: line, done: false }
      close()
      return done
    },
    return: async () => {
      close()
      return done
    },
    throw: async (error: unknown) => {
      close()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
