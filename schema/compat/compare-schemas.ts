import type { JsonSchema } from '../events/event-schema.ts'
import { compareValues } from './compare-values.ts'
import { addition, type Finding, lostField, newRequired, nowOptional, retyped } from './finding.ts'

/**
 * What changed from a published schema to today's, as those see it who wrote events by the old one and those who read the
 * new events by it: nothing may be missing, narrower or of another type; additions are told.
 * @param path where in the data the schemas stand; default the event itself.
 */
export function compareSchemas(published: JsonSchema, today: JsonSchema, path = ''): readonly Finding[] {
  const was = byType(published)
  const is = byType(today)
  const gone = [...was.keys()].filter((type) => !is.has(type))
  const added = [...is.keys()].filter((type) => !was.has(type))
  const kept = [...was].flatMap(([type, before]) => {
    const now = is.get(type)
    return now === undefined ? [] : compareAlternatives(before, now, path)
  })
  return [...(gone.length + added.length > 0 ? [retyped(path, { gone, added })] : []), ...kept]
}

/** The alternatives of a schema by their JSON type; `string or null` is two of them. */
function byType(schema: JsonSchema): ReadonlyMap<string, readonly JsonSchema[]> {
  const found = new Map<string, JsonSchema[]>()
  for (const alternative of alternativesOf(schema)) {
    const type = String(alternative.type ?? 'anything')
    found.set(type, [...(found.get(type) ?? []), alternative])
  }
  return found
}

function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  if (schema.anyOf) return schema.anyOf.flatMap(alternativesOf)
  if (typeof schema.type === 'object') return schema.type.map((type) => ({ ...schema, type }))
  return [schema]
}

function compareAlternatives(was: readonly JsonSchema[], is: readonly JsonSchema[], path: string): Finding[] {
  const [before, ...furtherBefore] = was
  const [now, ...furtherNow] = is
  if (before === undefined || now === undefined) return []
  if (furtherBefore.length === 0 && furtherNow.length === 0) return compareOne(before, now, path)
  const isSame = JSON.stringify(was) === JSON.stringify(is)
  const type = String(before.type)
  return isSame ? [] : [retyped(path, { gone: [`one ${type}`], added: [`another ${type}`] })]
}

function compareOne(was: JsonSchema, is: JsonSchema, path: string): Finding[] {
  const ofItems = was.items || is.items ? compareSchemas(was.items ?? {}, is.items ?? {}, `${path}[]`) : []
  return [...compareValues({ was, is, path }), ...compareFields(was, is, path), ...ofItems]
}

function compareFields(was: JsonSchema, is: JsonSchema, path: string): Finding[] {
  const before = was.properties ?? {}
  const now = is.properties ?? {}
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  return names.flatMap((name) => {
    const fieldPath = path === '' ? name : `${path}.${name}`
    const [old, current] = [before[name], now[name]]
    if (current === undefined) return [lostField(fieldPath)]
    const isRequired = is.required?.includes(name) === true
    if (old === undefined)
      return [isRequired ? newRequired(fieldPath) : addition(fieldPath, 'is a new optional field')]
    const wasRequired = was.required?.includes(name) === true
    return [
      ...(isRequired && !wasRequired ? [newRequired(fieldPath)] : []),
      ...(wasRequired && !isRequired ? [nowOptional(fieldPath)] : []),
      ...compareSchemas(old, current, fieldPath),
    ]
  })
}
