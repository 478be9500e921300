import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ALL_EVENTS, type EventService } from '../../schema/events/index.ts'
import { handlers as samplerHandlers } from '../../services/sampler/src/events/handlers.ts'
import { createEventHandlers } from '../../services/trainer/src/events/handlers.ts'

/** The voter has one file for each event that it consumes. */
async function readVoterTypes(): Promise<string[]> {
  const folder = new URL('../../services/voter/src/events/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => /^on-.*(?<!\.test)\.ts$/.test(name))
  const modules = await Promise.all(
    names.map(async (name) => Object.values((await import(new URL(name, folder).href)) as object)),
  )
  return modules
    .flat()
    .flatMap((value: { readonly event?: { readonly type: string } }) => value.event?.type ?? [])
}

function consumedBy(service: EventService): string[] {
  return ALL_EVENTS.filter(({ consumers }) => consumers.includes(service)).map(({ type }) => type)
}

test('the events name as consumers exactly the services that have handlers for them', async () => {
  const trainerHandlers = createEventHandlers({ samplingLeaseMs: 60_000 })
  const typesOf = (handlers: readonly { readonly event: { readonly type: string } }[]) =>
    handlers.map(({ event }) => event.type).sort()
  expect(consumedBy('sampler').sort()).toEqual(typesOf(samplerHandlers))
  expect(consumedBy('trainer').sort()).toEqual(typesOf(trainerHandlers))
  expect(consumedBy('voter').sort()).toEqual((await readVoterTypes()).sort())
  expect(consumedBy('voter')).toHaveLength(2)
})
