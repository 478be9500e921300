import type { EventDefinition } from './define-event.ts'
import * as lifecycle from './lifecycle.ts'
import * as runControl from './run-control.ts'
import * as sampling from './sampling.ts'
import * as voting from './voting.ts'

export {
  type Audience,
  type DataOf,
  defineEvent,
  type EventDefinition,
  type EventService,
} from './define-event.ts'
export * from './lifecycle.ts'
export * from './run-control.ts'
export * from './sampling.ts'
export * from './topics.ts'
export * from './voting.ts'

/** Every event of the platform, for catalogues and checks. */
export const ALL_EVENTS: readonly EventDefinition[] = [
  ...Object.values(sampling),
  ...Object.values(voting),
  ...Object.values(runControl),
  ...Object.values(lifecycle),
] as readonly EventDefinition[]
