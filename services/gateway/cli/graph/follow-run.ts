import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from 'graphql-sse'
import { RunEventsDocument, type RunEventsSubscription } from '../generated/operations.ts'
import type { GraphClient } from './graph-client.ts'
import { GraphRequestError, isPassing } from './graph-errors.ts'

/** One line of a run's log. */
export type RunEvent = RunEventsSubscription['iterationEvents']

const retryMs = 500
const endings = ['RUN_COMPLETED', 'RUN_FAILED', 'RUN_CANCELLED']

/**
 * The log of a run, from the beginning to its end, each line once. Where the stream breaks, it goes on behind the last line.
 * Ends without an error when the client's signal is aborted.
 */
export async function* followRun(client: GraphClient, runId: string): AsyncGenerator<RunEvent> {
  let after: string | null = null
  while (!client.signal.aborted) {
    try {
      for await (const event of readStream(client, { runId, after })) {
        after = event.cursor
        yield event
        if (endings.includes(event.type)) return
      }
    } catch (error) {
      if (client.signal.aborted) return
      if (error instanceof GraphRequestError && !isPassing(error)) throw error
    }
    await delay(retryMs, undefined, { signal: client.signal }).catch(() => undefined)
  }
}

/** One stream. Errors of the connection are thrown as they are. */
async function* readStream(
  client: GraphClient,
  variables: { readonly runId: string; readonly after: string | null },
): AsyncGenerator<RunEvent> {
  const sse = createClient({ url: client.url, retryAttempts: 0 })
  const stream = sse.iterate<RunEventsSubscription>({ query: RunEventsDocument.toString(), variables })
  const end = () => sse.dispose()
  client.signal.addEventListener('abort', end, { once: true })
  try {
    for await (const { data, errors } of stream) {
      const problem = errors?.[0]
      if (problem !== undefined) {
        throw new GraphRequestError(problem.message, problem.extensions?.code as string | undefined)
      }
      if (data) yield data.iterationEvents
    }
  } finally {
    client.signal.removeEventListener('abort', end)
    sse.dispose()
  }
}
