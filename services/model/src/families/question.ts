/** A question of a task family, with what only its maker knows. */
export type FamilyQuestion = {
  readonly family: 'arithmetic' | 'coin'
  /** The question's sentences alone, without `Q:` or `A:`. */
  readonly text: string
  readonly answerType: 'NUMBER' | 'BOOLEAN'
  readonly gold: string
  /** Operations of an arithmetic question, people of a coin question. */
  readonly steps: number
}

/** First names, with the pronoun that the questions use for them. */
export const NAMES = [
  { name: 'Tom', pronoun: 'he' },
  { name: 'Ann', pronoun: 'she' },
  { name: 'Ben', pronoun: 'he' },
  { name: 'Eve', pronoun: 'she' },
  { name: 'Sam', pronoun: 'he' },
  { name: 'Lily', pronoun: 'she' },
  { name: 'Max', pronoun: 'he' },
  { name: 'Zoe', pronoun: 'she' },
] as const
