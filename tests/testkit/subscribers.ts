import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'

/** A line of a run's log, as far as its place goes. */
export interface LogLine {
  readonly cursor: string
  readonly sequence: number
  readonly type: string
}

/** One connection: gives lines until it is cut or the run has ended. */
export type OpenLog = (input: {
  readonly runId: string
  readonly after: string | null
}) => AsyncGenerator<LogLine> & { cut(): void }

const query =
  'subscription ($runId: ID!, $after: String) { iterationEvents(runId: $runId, after: $after) { cursor sequence type } }'

/** Over a WebSocket of its own, which is broken off without a farewell. */
export function logOverSocket(graphUrl: string): OpenLog {
  return (variables) => {
    const sockets: WebSocket[] = []
    class Recorded extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args)
        sockets.push(this)
      }
    }
    const client = createWsClient({
      url: graphUrl.replace('http', 'ws'),
      webSocketImpl: Recorded,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
    })
    const lines = client.iterate<{ iterationEvents: LogLine }>({ query, variables })
    const cut = () => {
      client.terminate()
      void client.dispose()
    }
    return Object.assign(readLines(lines), { cut })
  }
}

/** Over server-sent events on a connection of its own. */
export function logOverEventStream(graphUrl: string): OpenLog {
  return (variables) => {
    const client = createSseClient({ url: graphUrl, retryAttempts: 0 })
    const lines = client.iterate<{ iterationEvents: LogLine }>({ query, variables })
    return Object.assign(readLines(lines), { cut: () => client.dispose() })
  }
}

async function* readLines(
  results: AsyncIterable<{
    readonly data?: { iterationEvents: LogLine } | null | undefined
    readonly errors?: unknown
  }>,
): AsyncGenerator<LogLine> {
  for await (const { data, errors } of results) {
    if (errors) throw new Error(`The subscription has errors: ${JSON.stringify(errors)}`)
    if (data) yield data.iterationEvents
  }
}

const ends = ['RUN_COMPLETED', 'RUN_FAILED', 'RUN_CANCELLED']

/**
 * Reads a run's whole log over connections that are cut again and again, each time going on behind the last line.
 * @param linesUntilCut how many lines the next connection may bring before it is cut.
 * @returns the numbers of all lines in the order in which they came, and how often it was cut.
 */
export async function readThroughCuts(input: {
  readonly open: OpenLog
  readonly runId: string
  readonly linesUntilCut: () => number
}): Promise<{ readonly sequences: readonly number[]; readonly cuts: number }> {
  const sequences: number[] = []
  let after: string | null = null
  let cuts = 0
  for (;;) {
    const log = input.open({ runId: input.runId, after })
    let left = input.linesUntilCut()
    try {
      for await (const line of log) {
        sequences.push(line.sequence)
        after = line.cursor
        if (ends.includes(line.type)) return { sequences, cuts }
        left -= 1
        if (left === 0) break
      }
    } finally {
      log.cut()
    }
    cuts += 1
  }
}
