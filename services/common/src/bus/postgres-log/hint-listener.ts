import type { Logger } from '../../log/create-logger.ts'
import { CalmClient } from '../../postgres/calm-client.ts'
import { hintChannel } from './log-schema.ts'

/** The one listening connection of a process. */
export interface HintListener {
  start(): Promise<void>
  stop(): Promise<void>
  /** Calls with the payload of each hint, and with undefined after a reconnect, when hints may have been missed. */
  subscribe(listener: (payload: string | undefined) => void): () => void
}

/** Listens for hints, reconnects by itself. Hints may be lost: who uses them also polls. */
export function createHintListener(input: {
  readonly url: string
  readonly applicationName: string
  readonly log: Logger
}): HintListener {
  const listeners = new Set<(payload: string | undefined) => void>()
  let client: CalmClient | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false

  const tell = (payload: string | undefined) => {
    for (const listener of listeners) listener(payload)
  }
  const connectLater = () => {
    if (stopped || retry !== undefined) return
    retry = setTimeout(() => {
      retry = undefined
      connect().then(() => tell(undefined), connectLater)
    }, 500)
  }
  const connect = async () => {
    const next = new CalmClient({
      connectionString: input.url,
      application_name: input.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    next.on('notification', (hint) => tell(hint.payload))
    next.on('error', (error) => input.log.warn({ err: error }, 'the listening connection was lost'))
    next.on('end', connectLater)
    await next.connect()
    await next.query(`listen ${hintChannel}`)
    client = next
    if (stopped) await next.end()
  }
  return {
    start: connect,
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      await client?.end()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
