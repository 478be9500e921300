import { describe, expect, test } from 'vitest'
import { type ExtractionInput, extractAnswer } from './extract-answer.ts'

const extract = (text: string, more: Partial<ExtractionInput> = {}) =>
  extractAnswer({
    text,
    finishReason: 'STOP',
    answerType: 'NUMBER',
    choices: [],
    answerMarker: 'The answer is',
    ...more,
  })

/** One line per case: a path, its state, the answer as it stands, the normal form, and the part up to the answer's end. */
const PATHS = [
  ['2 + 3 = 5. The answer is 5.', 'PARSED', '5', '5', '2 + 3 = 5. The answer is 5.'],
  ['the ANSWER is 5 apples. Good', 'PARSED', '5 apples', '5', 'the ANSWER is 5 apples.'],
  ['The answer is 5', 'PARSED', '5', '5', 'The answer is 5'],
  ['The answer is 29.50. So', 'PARSED', '29.50', '29.5', 'The answer is 29.50.'],
  ['The answer is 5\nThanks', 'PARSED', '5', '5', 'The answer is 5'],
  ['The answer is:\n\n5.', 'PARSED', '5', '5', 'The answer is:\n\n5.'],
  ['The  answer\nis 5.', 'PARSED', '5', '5', 'The  answer\nis 5.'],
  ['**The answer is** **5**.', 'PARSED', '5', '5', '**The answer is** **5**.'],
  ['(The answer is 5.) Yes', 'PARSED', '5', '5', '(The answer is 5.)'],
  ['The answer is approx. 5. Done.', 'PARSED', 'approx. 5', '5', 'The answer is approx. 5.'],
  ['The answer is 5 ms. Then 6.', 'PARSED', '5 ms', '5', 'The answer is 5 ms.'],
  ['The answer is 5. The answer is 5.0.', 'PARSED', '5.0', '5', 'The answer is 5. The answer is 5.0.'],
  ['The answer is 5. The answer is 6.', 'CONFLICTING', '6', '6', 'The answer is 5. The answer is 6.'],
  ['The answer is 5. Sure the answer is right.', 'PARSED', '5', '5', 'The answer is 5.'],
  ['The answer is the answer is 5.', 'PARSED', '5', '5', 'The answer is the answer is 5.'],
  ['The answer is 5.\n\nQ: next? The answer is 6.', 'PARSED', '5', '5', 'The answer is 5.'],
  ['The answer is 5\nQ: next? The answer is 6.', 'PARSED', '5', '5', 'The answer is 5'],
  ['Hmm\nQ: next? The answer is 6.', 'UNPARSABLE', null, null, ''],
  ['5', 'UNPARSABLE', null, null, ''],
  ['', 'UNPARSABLE', null, null, ''],
  ['The answer is', 'UNPARSABLE', null, null, ''],
  ['The answer isn’t 5.', 'UNPARSABLE', null, null, ''],
  ['The answer is not 5.', 'UNPARSABLE', null, null, ''],
  ['Bathe answer is 5.', 'UNPARSABLE', null, null, ''],
] as const

describe('a path', () => {
  test.each(PATHS)('%j is %s with %j, %j', (path, state, text, normalForm, upTo) => {
    expect(extract(path)).toEqual({ state, text, normalForm, answerEndsAt: upTo.length })
  })

  test('cut off by the token limit inside its answer states none, since 12 may have become 129', () => {
    expect(extract('So the answer is 12', { finishReason: 'LENGTH' }).state).toBe('UNPARSABLE')
    expect(extract('So the answer is 12.', { finishReason: 'LENGTH' }).normalForm).toBe('12')
    expect(extract('The answer is 5. No, the answer is 1', { finishReason: 'LENGTH' }).normalForm).toBe('5')
    expect(extract('The answer is 5\nQ: What', { finishReason: 'LENGTH' }).normalForm).toBe('5')
  })

  test('may name its answer by any marker, also one of signs only', () => {
    expect(extract('so\n#### 1,234', { answerMarker: '####' }).normalForm).toBe('1234')
    expect(extract('(a|b)+$ 7.', { answerMarker: '(a|b)+$' }).normalForm).toBe('7')
    expect(extract('Antwort: 7.', { answerMarker: 'antwort:' }).normalForm).toBe('7')
  })

  test('keeps abbreviations and initials inside a free answer', () => {
    const read = (text: string) => extract(`The answer is ${text}`, { answerType: 'TEXT' }).text
    expect(read('St. Louis. It is.')).toBe('St. Louis')
    expect(read('J. K. Rowling.')).toBe('J. K. Rowling')
    expect(read('vitamin C. It is.')).toBe('vitamin C')
  })

  test('reads a letter before an explanation', () => {
    const choice = { answerType: 'CHOICE', choices: ['Rome', 'Paris'] } as const
    expect(extract('The answer is B. Because it fits.', choice)).toMatchObject({ text: 'B', normalForm: 'B' })
    expect(extract('The answer is (B) Paris.', choice)).toMatchObject({ text: '(B) Paris', normalForm: 'B' })
  })
})

describe('a path of a megabyte', () => {
  const MEGABYTE = 1_000_000
  const texts = {
    'of markers': 'The answer is '.repeat(MEGABYTE / 14),
    'of markers with answers': 'The answer is 5. '.repeat(MEGABYTE / 17),
    'of digits': `The answer is ${'9'.repeat(MEGABYTE)}`,
    'of separators': `The answer is ${'1,'.repeat(MEGABYTE / 2)}`,
    'of blanks inside the marker': `The ${' '.repeat(MEGABYTE)}answer`,
    'of blanks behind the marker': `The answer is ${' '.repeat(MEGABYTE)}5.`,
    'of stars': `The answer is 5${'*'.repeat(MEGABYTE)} 6`,
    'of abbreviations': `The answer is ${'St. '.repeat(MEGABYTE / 4)}`,
    'of halves of the marker': 'The answer '.repeat(MEGABYTE / 11),
    'of combining marks': `The answer is 5${'\u0301'.repeat(MEGABYTE)}`,
    'of line breaks': '\n'.repeat(MEGABYTE),
  }
  const types = ['NUMBER', 'CHOICE', 'BOOLEAN', 'TEXT'] as const

  /** Processor time, since the machine may have other things to do. What is quadratic takes minutes. */
  const MAX_CPU_US = 3_000_000

  test.each(Object.entries(texts))('%s is read in linear time', { timeout: 60_000 }, (_name, text) => {
    for (const answerType of types) {
      const startedAt = process.cpuUsage()
      extract(text, { answerType, choices: ['Rome', 'Paris'] })
      expect(process.cpuUsage(startedAt).user).toBeLessThan(MAX_CPU_US)
    }
  })

  test('with an answer at its end is read as well as a short one', () => {
    expect(extract(`${'So it goes. '.repeat(80_000)}The answer is 5.`).normalForm).toBe('5')
  })
})
