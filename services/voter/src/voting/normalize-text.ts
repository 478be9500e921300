const ARTICLES = new Set(['a', 'an', 'the'])

/**
 * Normal form of a free text: Unicode NFKC, lower case, without articles, punctuation and invisible characters, one blank
 * between words. A point or stroke between digits and a minus before one stay, as do symbols (`c++`). Null when nothing
 * is left. The normal form of a normal form is itself.
 */
export function normalizeText(text: string): string | null {
  const words = dropPunctuation(foldCase(text))
    .split(' ')
    .filter((word) => word !== '')
  const telling = words.filter((word) => !ARTICLES.has(word))
  const kept = telling.length > 0 ? telling : words
  return kept.length > 0 ? kept.join(' ') : null
}

function foldCase(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
}

function dropPunctuation(text: string): string {
  if (/^[a-z0-9 ]*$/.test(text)) return text
  const chars = Array.from(text)
  let kept = ''
  for (const [at, char] of chars.entries()) {
    kept += /[\p{P}\p{C}\s]/u.test(char) ? standIn(char, kept.at(-1) ?? ' ', chars[at + 1] ?? ' ') : char
  }
  return kept
}

/** What stays of a mark: itself inside a figure, nothing inside a word, else a blank. */
function standIn(char: string, before: string, after: string): string {
  const isInFigure = /\p{Nd}/u.test(before) && /\p{Nd}/u.test(after)
  switch (char) {
    case '.':
      return isInFigure ? '.' : ''
    case '/':
      return isInFigure ? '/' : ' '
    case ',':
      return isInFigure ? '' : ' '
    case "'":
    case '’':
      return ''
    case '-':
      return /\p{Nd}/u.test(after) && !/[\p{L}\p{N}]/u.test(before) ? '-' : ' '
    default:
      return ' '
  }
}
