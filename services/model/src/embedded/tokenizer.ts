/** Ids of the special tokens. */
export const PAD = 0
export const BOS = 1
export const EOS = 2

// Word pieces of the task families. The order is part of the checkpoint format: append only.
const PIECES = [
  ...[
    '\n\nQ:',
    'Q:',
    '\nA:',
    'A:',
    " Let's",
    ' think',
    ' step',
    ' by',
    ' The',
    ' answer',
    ' is',
    ' yes',
    ' no',
  ],
  ...[' Tom', ' Ann', ' Ben', ' Eve', ' Sam', ' Lily', ' Max', ' Zoe', ' He', ' She', ' he', ' she'],
  ...[' books', ' apples', ' pens', ' cards', ' eggs', ' stamps', ' marbles', ' shells'],
  ...[
    ' has',
    ' have',
    ' does',
    ' buys',
    ' finds',
    ' gets',
    ' gives',
    ' away',
    ' loses',
    ' sells',
    ' more',
    ' Then',
  ],
  ...[
    ' How',
    ' many',
    ' now',
    ' A',
    ' coin',
    ' heads',
    ' tails',
    ' up',
    ' flips',
    ' flip',
    ' not',
    ' it',
    ' It',
  ],
  ...[
    ' Is',
    ' still',
    ' Flips',
    ' That',
    ' a',
    ' an',
    ' the',
    ' and',
    ' or',
    ' of',
    ' in',
    ' on',
    ' to',
    ' from',
  ],
  ...[
    ' for',
    ' with',
    ' are',
    ' was',
    ' be',
    ' do',
    ' did',
    ' will',
    ' can',
    ' I',
    ' you',
    ' we',
    ' they',
    ' his',
  ],
  ...[
    ' her',
    ' their',
    ' one',
    ' two',
    ' three',
    ' four',
    ' five',
    ' six',
    ' seven',
    ' eight',
    ' nine',
    ' ten',
  ],
  ...[
    ' What',
    ' Who',
    ' When',
    ' Where',
    ' Why',
    ' Write',
    ' question',
    ' questions',
    ' Question',
    ' Answer',
  ],
  ...[
    ' new',
    ' first',
    ' next',
    ' left',
    ' total',
    ' number',
    ' true',
    ' false',
    ' Yes',
    ' No',
    ' So',
    ' this',
  ],
] as const

/** Text of every token by id; special tokens have the empty string. */
export const TOKEN_TEXTS: readonly string[] = [
  '',
  '',
  '',
  '\n',
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)),
  ...PIECES,
]

/** Ids from here on have no token; the model's vocabulary is padded to a multiple of 8. */
export const USED_VOCABULARY = TOKEN_TEXTS.length

const ID_BY_CHARACTER = new Map(
  TOKEN_TEXTS.map((text, id) => [text, id] as const).filter(([text]) => text.length === 1),
)
const UNKNOWN = ID_BY_CHARACTER.get('?') ?? PAD

// Pieces by first two characters, longest first: greedy longest match looks at a handful of candidates.
const CANDIDATES = new Map<string, { text: string; id: number }[]>()
for (const [id, text] of TOKEN_TEXTS.entries()) {
  if (text.length < 2) continue
  const key = text.slice(0, 2)
  CANDIDATES.set(
    key,
    [...(CANDIDATES.get(key) ?? []), { text, id }].sort((a, b) => b.text.length - a.text.length),
  )
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

function matchPiece(text: string, at: number): { text: string; id: number } | undefined {
  return CANDIDATES.get(text.slice(at, at + 2))?.find((piece) => {
    if (!text.startsWith(piece.text, at)) return false
    const end = at + piece.text.length
    const insideWord = isLetter(text.charCodeAt(end - 1)) && isLetter(text.charCodeAt(end))
    return !insideWord
  })
}

/**
 * Greedy longest match; a word piece never ends inside a longer word, digits are always single. Lossless for printable
 * ASCII and line feeds; any other character becomes `?`. No special tokens are added.
 */
export function encode(text: string): number[] {
  const ids: number[] = []
  for (let at = 0; at < text.length; ) {
    const piece = matchPiece(text, at)
    if (piece !== undefined) {
      ids.push(piece.id)
      at += piece.text.length
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 63)
    ids.push(ID_BY_CHARACTER.get(character) ?? UNKNOWN)
    at += character.length
  }
  return ids
}

/** Text of token ids; special and unknown ids give nothing. */
export function decode(ids: Iterable<number>): string {
  let text = ''
  for (const id of ids) text += TOKEN_TEXTS[id] ?? ''
  return text
}
