import type { JsonSchema } from '../events/event-schema.ts'
import { addition, breakOf, type Finding } from './finding.ts'

type Pair = { readonly was: JsonSchema; readonly is: JsonSchema; readonly path: string }

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const

/** Words about a schema that bind nobody, and keywords that are compared elsewhere. */
const FREE = ['$schema', '$id', 'title', 'description', 'examples', 'default']
const ELSEWHERE = ['type', 'anyOf', 'properties', 'required', 'items', 'enum', ...LOWER, ...UPPER]

/** Compares what two schemas of one JSON type say of the value itself: its enum, its bounds, its form. */
export function compareValues(pair: Pair): readonly Finding[] {
  return [...compareEnums(pair), ...compareBounds(pair), ...compareRest(pair)]
}

function compareEnums({ was, is, path }: Pair): Finding[] {
  if (is.enum === undefined) return was.enum === undefined ? [] : [addition(path, 'takes any value now')]
  if (was.enum === undefined) return [narrowed(path, 'takes only some values now')]
  const gone = missingFrom(is.enum, was.enum)
  const added = missingFrom(was.enum, is.enum)
  return [
    ...(gone.length > 0 ? [narrowed(path, `lost the value ${gone.join(', ')}`)] : []),
    ...(added.length > 0
      ? [addition(path, `has the new value ${added.join(', ')}, which consumers must be able to pass over`)]
      : []),
  ]
}

function missingFrom(list: readonly unknown[], wanted: readonly unknown[]): readonly string[] {
  return wanted.filter((value) => !list.includes(value)).map(String)
}

function compareBounds({ was, is, path }: Pair): Finding[] {
  const direction = (keyword: string) => ((LOWER as readonly string[]).includes(keyword) ? 1 : -1)
  return [...LOWER, ...UPPER].flatMap((keyword) => {
    const [before, now] = [was[keyword], is[keyword]]
    if (before === now) return []
    const isTighter =
      typeof now === 'number' &&
      (typeof before !== 'number' || direction(keyword) * Math.sign(now - before) > 0)
    const change = `${keyword} ${before ?? 'none'} became ${now ?? 'none'}`
    return isTighter ? [narrowed(path, `is narrower (${change})`)] : [addition(path, `is wider (${change})`)]
  })
}

/** Format, pattern, and keywords that nobody thought of here: dropping one widens, anything else is taken for a break. */
function compareRest({ was, is, path }: Pair): Finding[] {
  const known = new Set([...FREE, ...ELSEWHERE])
  const keywords = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !known.has(name))
  return keywords.flatMap((keyword) => {
    const [before, now] = [JSON.stringify(was[keyword]), JSON.stringify(is[keyword])]
    if (before === now) return []
    if (now === undefined) return [addition(path, `is wider (no ${keyword} any more)`)]
    return [narrowed(path, `has another ${keyword} (${before ?? 'none'} became ${now})`)]
  })
}

function narrowed(path: string, what: string): Finding {
  return breakOf(path, { what, why: 'events already in the topics may be refused' })
}
