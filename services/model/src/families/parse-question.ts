import { MINUS_VERBS, OBJECTS, PLUS_VERBS } from './arithmetic.ts'
import { NAMES } from './question.ts'

const anyOf = (words: readonly string[]): string => `(?:${words.join('|')})`
const NAME = anyOf(NAMES.map(({ name }) => name))
const OBJECT = anyOf(OBJECTS)
const CHANGE = `(?:${anyOf(PLUS_VERBS)} \\d+ more|${anyOf(MINUS_VERBS)} \\d+)\\.`
const ARITHMETIC = new RegExp(
  `^(${NAME}) has (\\d+) (${OBJECT})\\. (He|She) ${CHANGE}((?: Then (?:he|she) ${CHANGE})*) How many (${OBJECT}) does (he|she) have now\\?$`,
)
const TURN = `(${NAME}) (?:flips it|does not flip it)\\. `
const COIN = new RegExp(`^A coin is heads up\\. (?:${TURN})+Is it still heads up\\?$`)

/** The family a text is a well-formed question of: one person, one kind of thing, one pronoun. Null when of none. */
export function familyOf(text: string): 'arithmetic' | 'coin' | null {
  if (COIN.test(text)) return 'coin'
  const match = ARITHMETIC.exec(text)
  if (match === null) return null
  const [, name, , object, capital, changes = '', asked, pronoun] = match
  const known = NAMES.find((person) => person.name === name)?.pronoun
  const pronouns = [
    capital?.toLowerCase(),
    pronoun,
    ...[...changes.matchAll(/Then (he|she)/g)].map((m) => m[1]),
  ]
  return object === asked && pronouns.every((used) => used === known) ? 'arithmetic' : null
}
