import { readFile } from 'node:fs/promises'

/** An event as it was sent in a real run. */
export type EventSample = {
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * The recorded sample of an event type, which tests/record makes.
 * @throws {Error} when there is none.
 */
export async function readSample(type: string): Promise<EventSample> {
  const text = await readFile(new URL(`../events/samples/${type}.json`, import.meta.url), 'utf8').catch(
    () => undefined,
  )
  if (text === undefined) {
    throw new Error(
      `Expected schema/events/samples/${type}.json, found none: run tests/record/record-event-samples.ts.`,
    )
  }
  return JSON.parse(text) as EventSample
}
