import type { EventDefinition, EventMeta } from '../outbox/event-envelope.ts'
import type { Transaction } from '../postgres/database.ts'

/** What a handler is given. */
export interface HandlerInput<Data> {
  readonly data: Data
  readonly event: EventMeta
  /** Do all effects in it, and append events to it: it commits together with the mark that the event was handled. */
  readonly tx: Transaction
}

/** Handles one type of event. Quick: writes rows, calls nobody. Make one with `on(definition, handle)`. */
export interface EventHandler {
  readonly event: EventDefinition
  /** `data` has passed the definition's schema. */
  handle(input: HandlerInput<unknown>): Promise<void>
  /** In place of `handle`: all new events of a batch at once, in order, in one transaction; fails as a whole. */
  handleBatch?(inputs: readonly HandlerInput<unknown>[]): Promise<void>
}

/**
 * A handler for a type of event. Errors with `retryable: false` send the event to the dead letters at once, others after
 * three tries; failures of the database are repeated until they pass.
 */
export function on<Data>(
  event: EventDefinition<Data>,
  handle: (input: HandlerInput<Data>) => Promise<void>,
): EventHandler {
  return {
    event: event as EventDefinition,
    // The subscriber has parsed `data` with this definition's schema before it calls.
    handle: (input) => handle(input as HandlerInput<Data>),
  }
}

/** Like `on` for a handler that takes a whole batch, so that it can write many events' rows in one statement. */
export function onBatch<Data>(
  event: EventDefinition<Data>,
  handleBatch: (inputs: readonly HandlerInput<Data>[]) => Promise<void>,
): EventHandler {
  return {
    event: event as EventDefinition,
    handle: (input) => handleBatch([input as HandlerInput<Data>]),
    handleBatch: (inputs) => handleBatch(inputs as readonly HandlerInput<Data>[]),
  }
}
