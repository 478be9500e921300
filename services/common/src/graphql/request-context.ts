import type { Logger } from '../log/create-logger.ts'
import type { EventOrigin } from '../outbox/event-envelope.ts'

/** Who acts. */
export interface Actor {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
}

/** What every resolver gets as its third argument. */
export interface RequestContext<Loaders = unknown> {
  readonly actor: Actor
  readonly project: string
  /** Made anew for each request (for a subscription: for each event). */
  readonly loaders: Loaders
  /** Carries requestId, project and actor. */
  readonly log: Logger
  readonly requestId: string
  readonly traceparent?: string | undefined
}

/** The part of a request's context that its events carry on. */
export function originOf(context: RequestContext): EventOrigin {
  return { project: context.project, actor: context.actor.id, traceparent: context.traceparent }
}
