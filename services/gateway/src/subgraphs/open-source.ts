import { type Client, createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { SubgraphRequest } from '../execute/subgraph-port.ts'
import type { SourceItem } from '../execute/subscription-source.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import { readAnswer } from './read-answer.ts'

export interface SourceInput extends SubgraphRequest {
  /** The subgraph's HTTP address; graphql-transport-ws is spoken on the same path. */
  readonly url: string
  /** Sent with the upgrade and again as connection parameters. */
  readonly headers: Readonly<Record<string, string>>
  /** Events that may wait for a slow client before its subscription is given up. */
  readonly maxWaitingEvents: number
  /** Silence after a ping that counts as a lost connection. */
  readonly pongTimeoutMs: number
}

/** Opens a subscription on a subgraph over a connection of its own. Ends with 'lost' unless the subgraph completes it. */
export function openSource(input: SourceInput): EventQueue<SourceItem> {
  let connected = false
  const client = connect(input, () => {
    connected = true
  })
  const close = () => {
    unsubscribe()
    void client.dispose()
  }
  const queue = createEventQueue<SourceItem>({ maxItems: input.maxWaitingEvents, onReturn: close })
  const end = (last?: SourceItem) => {
    queue.end(last)
    void client.dispose()
  }
  const unsubscribe = client.subscribe(
    { query: input.query, variables: input.variables },
    {
      next: (result) => {
        if (queue.push({ kind: 'event', answer: readAnswer(result) })) return
        queue.end({ kind: 'lost', code: 'SUBSCRIPTION_LAGGED' })
        close()
      },
      error: (error) => {
        if (Array.isArray(error)) end({ kind: 'event', answer: readAnswer({ errors: error }) })
        else end({ kind: 'lost', code: connected ? 'SUBSCRIPTION_LOST' : 'SUBGRAPH_UNAVAILABLE' })
      },
      complete: () => end(),
    },
  )
  return queue
}

function connect(input: SourceInput, onConnected: () => void): Client {
  let pongTimer: NodeJS.Timeout | undefined
  const client = createClient({
    url: input.url.replace(/^http/, 'ws'),
    webSocketImpl: webSocketWith(input.headers),
    connectionParams: { ...input.headers },
    connectionAckWaitTimeout: 5_000,
    retryAttempts: 0,
    shouldRetry: () => false,
    keepAlive: 10_000,
    // Losses are told to the client of the gateway; nothing goes to the console.
    onNonLazyError: () => undefined,
    on: {
      connected: onConnected,
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => client.terminate(), input.pongTimeoutMs)
      },
      pong: () => clearTimeout(pongTimer),
      closed: () => clearTimeout(pongTimer),
    },
  })
  return client
}

function webSocketWith(headers: Readonly<Record<string, string>>) {
  return class extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers, handshakeTimeout: 5_000, maxPayload: 16 * 1024 * 1024 })
    }
  }
}
