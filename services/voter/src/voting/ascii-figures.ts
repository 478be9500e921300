/** What stands for an ASCII sign in other scripts and in typography. An em dash separates, so it is no minus. */
const ASCII_SIGNS: Readonly<Record<string, string>> = {
  '−': '-',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '﹣': '-',
  '－': '-',
  '＋': '+',
  '٫': '.',
  '٬': ',',
  '．': '.',
  '，': ',',
  '／': '/',
  '⁄': '/',
  '∕': '/',
  '＝': '=',
  '’': "'",
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
}

/** A text with the digits and signs of all scripts in ASCII, LaTeX fractions as `a/b`, invisible characters gone. Linear. */
export function toAsciiFigures(text: string): string {
  const plain = text
    .replace(/\\[dt]?frac\{(\d+)\}\{(\d+)\}/g, '$1/$2')
    .replaceAll('{,}', ',')
    .replace(/\\([$%])/g, '$1')
    .replace(/\\[,;! ]/g, '')
  if (/^[\n\r -~]*$/.test(plain)) return plain
  let figures = ''
  for (const char of plain) figures += char < '\u007f' ? char : toAsciiFigure(char)
  return figures
}

function toAsciiFigure(char: string): string {
  const sign = ASCII_SIGNS[char]
  if (sign !== undefined) return sign
  if (/\p{Cf}/u.test(char)) return ''
  if (!/\p{Nd}/u.test(char)) return char
  const compatible = char.normalize('NFKC')
  return /^\d$/.test(compatible) ? compatible : String(digitValue(char.codePointAt(0) ?? 0))
}

/** Decimal digits of a script stand in blocks of ten, zero first, with something else before them. */
function digitValue(codePoint: number): number {
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++
  return value
}
