import { readdir, readFile } from 'node:fs/promises'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { PublishedEvent } from '../compat/compare-events.ts'
import { readSample } from '../scripts/read-sample.ts'
import { ALL_EVENTS, type EventDefinition } from './index.ts'

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
addFormats.default(ajv)

const folder = (name: string) => new URL(`${name}/`, import.meta.url)
const published = (await readdir(folder('published'))).map((name) => name.replace(/\.json$/, ''))

async function readJson<T>(name: string, type: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`${type}.json`, folder(name)), 'utf8')) as T
}

function definitionOf(type: string): EventDefinition {
  const found = ALL_EVENTS.find((event) => event.type === type)
  if (found === undefined) throw new Error(`Expected an event ${type}, found none.`)
  return found
}

async function compile(type: string): Promise<ValidateFunction> {
  const schema = await readJson<{ $id: string }>('json', type)
  return ajv.getSchema(schema.$id) ?? ajv.compile(schema)
}

test('there is something published, and every sample is of a published type', async () => {
  const samples = (await readdir(folder('samples'))).map((name) => name.replace(/\.json$/, ''))
  expect(published.length).toBeGreaterThanOrEqual(23)
  expect(samples.sort()).toEqual([...published].sort())
})

describe('what was once sent as', () => {
  test.each(published)('%s is still read by today’s code, and has today’s key', async (type) => {
    const event = definitionOf(type)
    const sample = await readSample(type)
    const data = event.data.parse(sample.data)
    expect(event.key(data)).toBe(sample.key)
    expect(sample.headers).toMatchObject({ ce_type: type, ce_source: event.source, ce_specversion: '1.0' })
  })

  test.each(published)('%s is valid by the schema of its publication and by today’s', async (type) => {
    const { data } = await readSample(type)
    const { schema } = await readJson<PublishedEvent>('published', type)
    const { $id: _, ...withoutId } = schema
    for (const validate of [ajv.compile(withoutId), await compile(type)]) {
      validate(data)
      expect(validate.errors).toBeNull()
    }
  })
})

describe('the committed JSON Schema of', () => {
  test.each(published)(
    '%s lets fields to come pass and misses none of those that must be there',
    async (type) => {
      const validate = await compile(type)
      const { data } = await readSample(type)
      expect(validate({ ...data, fieldOfTheFuture: { any: 1 } })).toBe(true)
      for (const field of Object.keys(data)) {
        const without = Object.fromEntries(Object.entries(data).filter(([name]) => name !== field))
        const byZod = definitionOf(type).data.safeParse(without).success
        expect([field, validate(without)]).toEqual([field, byZod])
        const wrong = { ...data, [field]: { neither: 'this' } }
        expect([field, validate(wrong)]).toEqual([field, definitionOf(type).data.safeParse(wrong).success])
      }
    },
  )
})
