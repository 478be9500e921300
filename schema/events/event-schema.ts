import { z } from 'zod'
import type { EventDefinition } from './define-event.ts'

/** JSON Schema as far as events use it; other keywords are kept as they are. */
export type JsonSchema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly description?: string
  readonly [keyword: string]: unknown
}

/** Name and version of a type: `chorus.paths-sampled.v1` is paths-sampled, 1. */
export function splitType(type: string): { readonly name: string; readonly version: number } {
  const parts = /^chorus\.([a-z-]+)\.v(\d+)$/.exec(type)
  if (parts?.[1] === undefined)
    throw new Error(`Expected a type like chorus.paths-sampled.v1, found ${type}.`)
  return { name: parts[1], version: Number(parts[2]) }
}

/**
 * The JSON Schema (draft 2020-12) of an event's data, for consumers in any language. Objects are open: a consumer ignores
 * fields that it does not know, since they may be added within a version.
 */
export function eventSchema(event: EventDefinition): JsonSchema {
  const { name, version } = splitType(event.type)
  const { $schema, ...schema } = dataSchema(event, 'draft-2020-12')
  return {
    $schema,
    $id: `urn:chorus:event:${event.type}`,
    title: `${name}, version ${version}`,
    description: event.summary,
    ...schema,
  }
}

/** The bare JSON Schema of an event's data. AsyncAPI's own dialect is a superset of draft-07. */
export function dataSchema(event: EventDefinition, target: 'draft-2020-12' | 'draft-07'): JsonSchema {
  return z.toJSONSchema(event.data, {
    target,
    // As consumers receive it: `output` would close every object against fields to come.
    io: 'input',
    override: ({ jsonSchema }) => {
      // The pattern says the same as the format and changes with zod's releases.
      if (jsonSchema.format === 'uuid') delete jsonSchema.pattern
    },
  }) as JsonSchema
}
