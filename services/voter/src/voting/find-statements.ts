/** An answer sentence: what follows a marker, up to the end of its sentence or line. */
export type Statement = {
  /** What stands behind the marker, without the sentence's end. */
  readonly text: string
  /** Characters of the path up to and including the sentence. */
  readonly endsAt: number
  /** A full stop, question mark, exclamation mark or line break ends it; otherwise the path just stops there. */
  readonly isClosed: boolean
}

/** A sentence that goes on longer than this states no answer, in characters. */
export const MAX_STATEMENT_CHARS = 1_000

/** A point behind these words does not end a sentence, unless a figure stands before (`5 ms. Then`). */
const ABBREVIATIONS = new Set([
  'approx',
  'ca',
  'dr',
  'e.g',
  'i.e',
  'mr',
  'mrs',
  'ms',
  'mt',
  'prof',
  'rs',
  'st',
  'vs',
])

const CLOSERS = /["'”’)\]}*_`$]/

/**
 * All answer sentences of a text, in order. A marker is found in any case and however its words are spaced, but not inside a
 * longer word. Linear in the text.
 */
export function findStatements(text: string, marker: string): readonly Statement[] {
  const starts = Array.from(text.matchAll(markerPattern(marker)), (match) => ({
    at: match.index,
    behind: match.index + match[0].length,
  }))
  return starts.flatMap(
    ({ behind }, n) => readStatement(text, behind, starts[n + 1]?.at ?? text.length) ?? [],
  )
}

const patterns = new Map<string, RegExp>()

function markerPattern(marker: string): RegExp {
  const known = patterns.get(marker)
  if (known) return known
  const words = marker
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const before = /^[\p{L}\p{N}]/u.test(marker.trim()) ? '(?<![\\p{L}\\p{N}])' : ''
  const after = /[\p{L}\p{N}]$/u.test(marker.trim()) ? "(?!['’]?\\p{L})" : ''
  const pattern = new RegExp(before + words.join('\\s+') + after, 'giu')
  if (patterns.size > 1_000) patterns.clear()
  patterns.set(marker, pattern)
  return pattern
}

function readStatement(text: string, behind: number, limit: number): Statement | null {
  const start = skip(text, behind, limit, /[\s:*_`=]/)
  const windowEnd = Math.min(limit, start + MAX_STATEMENT_CHARS)
  for (let at = start; at < windowEnd; at++) {
    const end = sentenceEnd(text, start, at)
    if (end !== null) return { text: text.slice(start, at), endsAt: end, isClosed: true }
  }
  if (windowEnd < limit) return null
  const cut = limit < text.length
  const statement = text.slice(start, limit).trimEnd()
  return { text: statement, endsAt: start + statement.length, isClosed: cut }
}

function skip(text: string, from: number, limit: number, pattern: RegExp): number {
  let at = from
  while (at < limit && pattern.test(text.charAt(at))) at++
  return at
}

/** Where the sentence that ends with the character at `at` is over; null when it goes on. */
function sentenceEnd(text: string, start: number, at: number): number | null {
  const char = text.charAt(at)
  if (char === '\n' || char === '\r') return at
  if (char === '。' || char === '！' || char === '？') return at + 1
  if (char !== '.' && char !== '!' && char !== '?') return null
  const closed = skip(text, at + 1, Math.min(text.length, at + 9), CLOSERS)
  if (closed < text.length && !/\s/.test(text.charAt(closed))) return null
  return char === '.' && isAbbreviation(text, start, at) ? null : closed
}

/** Whether the point stands behind an abbreviation or an initial, with more of the sentence after it. */
function isAbbreviation(text: string, start: number, at: number): boolean {
  if (text.charAt(at + 1) !== ' ' || /\s/.test(text.charAt(at + 2))) return false
  const before = text.slice(start, at)
  const word = before.slice(before.lastIndexOf(' ') + 1).toLowerCase()
  if (ABBREVIATIONS.has(word)) return !/\d/.test(before)
  return /^(?:\p{Lu}\. ?){0,3}\p{Lu}$/u.test(before) && isName(text.slice(at + 1, at + 80))
}

/** `J. Smith.` is a name; `B. Because it fits.` is a choice and the next sentence. */
function isName(rest: string): boolean {
  return /^ (?:\p{Lu}\. )*\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}(?:[.!?]|\s*$)/u.test(rest)
}
