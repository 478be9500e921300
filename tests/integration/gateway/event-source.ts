import { EventEmitter, on } from 'node:events'

/** A source of run events that a test feeds. */
export interface EventSource {
  readonly events: (runId: string) => AsyncIterable<unknown>
  send(event: { cursor: number; kind?: string; runId: string }): void
  /** Completes the open subscriptions. */
  complete(): void
}

export function createEventSource(): EventSource {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    events: async function* (runId) {
      for await (const [event] of on(emitter, `event ${runId}`, { close: ['complete'] })) {
        yield { runEvents: event }
      }
    },
    send: (event) => void emitter.emit(`event ${event.runId}`, event),
    complete: () => void emitter.emit('complete'),
  }
}
