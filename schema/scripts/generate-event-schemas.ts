import { eventSchema } from '../events/event-schema.ts'
import { ALL_EVENTS } from '../events/index.ts'
import { toJsonText, writeOrCheck } from './write-or-check.ts'

/** One JSON Schema per type and version, for consumers in any language. */
const folder = 'schema/events/json/'

await writeOrCheck({
  files: ALL_EVENTS.map((event) => ({
    path: `${folder}${event.type}.json`,
    text: toJsonText(eventSchema(event)),
  })),
  ownedFolder: folder,
})
