import { normalizeText } from './normalize-text.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const NAMES_TWO = /^[([]?[A-Z][)\]]?\s*(?:,|\/|&|or|and)\s*[([]?[A-Z](?:[)\].,]|\s*$)/

/**
 * Normal form of a choice: its letter. Read are `(B)`, `B`, `B.`, `B: Paris`, `option B`, and the text of exactly one choice,
 * alone or among other words. Null when the letter has no choice, or several choices are named.
 * @param choices texts in order; when empty, every letter is a choice.
 */
export function normalizeChoice(text: string, choices: readonly string[]): string | null {
  const written = text.trim()
  if (NAMES_TWO.test(written)) return null
  const letter = leadingLetter(written, choices)
  if (letter !== undefined) return isOffered(letter, choices) ? letter : null
  const folded = normalizeText(written)
  const texts = choices.map((choice) => normalizeText(choice))
  const same = texts.indexOf(folded)
  if (folded === null || same >= 0) return letterAt(same)
  if (/^not\b/i.test(written)) return null
  return onlyLetterInBrackets(written, choices) ?? onlyTextWithin(folded, texts)
}

function leadingLetter(text: string, choices: readonly string[]): string | undefined {
  const match =
    /^(?:(?:option|choice|answer|letter)\s+)?(?:[([{]([A-Za-z])[)\]}]|([A-Za-z])(?=$|[).:,;\]}]|\s*$))/i.exec(
      text,
    )
  const letter = (match?.[1] ?? match?.[2])?.toUpperCase()
  if (letter !== undefined) return letter
  const withText = /^([A-Z])\s+(.{1,1000})$/su.exec(text)
  const choice = choices[LETTERS.indexOf(withText?.[1] ?? '?')]
  const repeats = choice !== undefined && normalizeText(choice) === normalizeText(withText?.[2] ?? '')
  return repeats ? withText?.[1] : undefined
}

function isOffered(letter: string, choices: readonly string[]): boolean {
  return choices.length === 0 || LETTERS.indexOf(letter) < choices.length
}

function letterAt(index: number): string | null {
  return LETTERS[index] ?? null
}

function onlyLetterInBrackets(text: string, choices: readonly string[]): string | null {
  const letters = new Set(Array.from(text.matchAll(/\(([A-Z])\)/g), (match) => match[1] ?? ''))
  const [only] = letters
  return letters.size === 1 && only && isOffered(only, choices) ? only : null
}

function onlyTextWithin(folded: string, texts: readonly (string | null)[]): string | null {
  const named = texts.flatMap((text, index) =>
    text !== null && ` ${folded} `.includes(` ${text} `) ? [index] : [],
  )
  return named.length === 1 ? letterAt(named[0] ?? -1) : null
}
