import type { Issue } from './issue.ts'

const MAX_SHOWN = 40

/** A text as it can be shown in a message: short, in quotes. */
export function show(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)
}

/** What is wrong with a text: empty, too long, or with characters that can't be stored. */
export function checkText(
  text: string,
  rule: {
    readonly path: string[]
    readonly what: string
    readonly maxLength: number
    readonly mayBeEmpty?: boolean
  },
): Issue[] {
  const { path, what, maxLength } = rule
  if (text.trim() === '' && rule.mayBeEmpty !== true) {
    const message = `Expected ${what} of 1–${maxLength.toLocaleString('en')} characters, found an empty one. Give one.`
    return [{ code: 'REQUIRED', path, message }]
  }
  if (text.length > maxLength) {
    const found = text.length.toLocaleString('en')
    const message = `Expected ${what} of at most ${maxLength.toLocaleString('en')} characters, found ${found}. Shorten it.`
    return [{ code: 'TOO_LARGE', path, message }]
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    const message = `Expected ${what} of Unicode characters, found a NUL or half of a surrogate pair. Remove it.`
    return [{ code: 'INVALID', path, message }]
  }
  return []
}

/** What is wrong with a list's length. */
export function checkCount(
  count: number,
  rule: { readonly path: string[]; readonly what: string; readonly min: number; readonly max: number },
): Issue[] {
  if (count >= rule.min && count <= rule.max) return []
  const code = count < rule.min ? 'REQUIRED' : 'TOO_LARGE'
  const range = `${rule.min.toLocaleString('en')}–${rule.max.toLocaleString('en')}`
  const fix = count < rule.min ? 'Give more' : 'Send them in parts'
  return [
    {
      code,
      path: rule.path,
      message: `Expected ${range} ${rule.what}, found ${count.toLocaleString('en')}. ${fix}.`,
    },
  ]
}

/** What is wrong with a whole number. */
export function checkInteger(
  value: number,
  rule: { readonly path: string[]; readonly what: string; readonly min: number; readonly max: number },
): Issue[] {
  if (Number.isInteger(value) && value >= rule.min && value <= rule.max) return []
  const range = `${rule.min.toLocaleString('en')}–${rule.max.toLocaleString('en')}`
  return [
    {
      code: 'INVALID',
      path: rule.path,
      message: `Expected ${rule.what} of ${range}, found ${value}. Change it.`,
    },
  ]
}
