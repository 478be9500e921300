import { normalizeText } from './normalize-text.ts'

const VALUES: Readonly<Record<string, 'yes' | 'no'>> = { yes: 'yes', true: 'yes', no: 'no', false: 'no' }

/** Normal form of a truth value: `yes` or `no`. The first word decides, else the only value named; null when neither can. */
export function normalizeBoolean(text: string): 'yes' | 'no' | null {
  const words = (normalizeText(text) ?? '').split(' ')
  const first = VALUES[words[0] ?? '']
  if (first) return first
  if (words.includes('not')) return null
  const named = new Set(words.flatMap((word) => VALUES[word] ?? []))
  const [only] = named
  return named.size === 1 && only ? only : null
}
