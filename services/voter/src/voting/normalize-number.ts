import { toAsciiFigures } from './ascii-figures.ts'
import { divide, fromDecimal, type Rational, scale, writeRational } from './rational.ts'

const SCALE_EXPONENTS: Readonly<Record<string, number>> = {
  hundred: 2,
  thousand: 3,
  million: 6,
  billion: 9,
  trillion: 12,
}

const GROUPED = /\d{1,3}(?:[ '_]\d{3})+(?!\d)(?:[.,]\d+)?/y
const PLAIN = /\d+(?:[.,]\d+)*/y
const FRACTION = /\/(\d+)(?![\d.,]*\d|\/)/y
const EXPONENT = /[eE]([+-]?\d{1,9})(?![\p{L}\p{N}])/uy
const POWER_OF_TEN =
  / {0,2}(?:[×x*·]|\\times|\\cdot) {0,2}10(?:\^\{?([+-]?\d{1,9})\}?|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,9}))/y
const SCALE_WORD = / {0,2}(hundred|thousand|million|billion|trillion)(?!\p{L})/iuy
/** The number is part of something else: a sum, a range, a date, a power. */
const GOES_ON = / {0,2}[-+*×÷/:^] {0,2}\d|[⁰¹²³⁴⁵⁶⁷⁸⁹^]/y
const MIXED = /(\d+) (\d+)\/(\d+)(?![\d/])/y

/**
 * Normal form of a number: its shortest decimal string, exact at any size (`1,234.50` → `1234.5`), or a reduced fraction
 * where the decimals never end (`1/3`). The first number of the text counts, after its last `=`; words, currency signs and
 * units around it are read away; a percentage keeps its figure. A single comma that cannot group thousands is a decimal
 * comma. Null when no number stands in it, or a sum, range or date does.
 */
export function normalizeNumber(text: string): string | null {
  const sides = toAsciiFigures(text).split('=')
  const ascii = sides.findLast((side) => /\d/.test(side)) ?? ''
  if (/^\s*not\b/i.test(ascii)) return null
  const digitAt = ascii.search(/\d/)
  if (digitAt < 0) return null
  const hasLeadingPoint = ascii[digitAt - 1] === '.' && !/[\p{L}\p{N}]/u.test(ascii[digitAt - 2] ?? ' ')
  const value = readValue(ascii, digitAt, hasLeadingPoint)
  if (value === null) return null
  const before = ascii.slice(0, hasLeadingPoint ? digitAt - 1 : digitAt)
  return writeRational(isNegative(before) ? { ...value, numerator: -value.numerator } : value)
}

function isNegative(before: string): boolean {
  const match = /(?:^|[^\p{L}\p{N})])([-+])(?:\p{Sc} ?)?$|(?:^|[^\p{L}\p{N})])\p{Sc}([-+])$/u.exec(
    before.slice(-6),
  )
  return match !== null && (match[1] ?? match[2]) === '-'
}

function readValue(text: string, start: number, hasLeadingPoint: boolean): Rational | null {
  const mixed = hasLeadingPoint ? null : matchAt(MIXED, text, start)
  if (mixed) return addFraction(mixed)
  const body = (hasLeadingPoint ? null : matchAt(GROUPED, text, start)) ?? matchAt(PLAIN, text, start)
  if (!body) return null
  const decimal = hasLeadingPoint ? parseLeadingPoint(body[0]) : parseSeparated(body[0])
  if (!decimal) return null
  const end = start + body[0].length
  const fraction = matchAt(FRACTION, text, end)
  if (fraction) return divide(decimal, BigInt(fraction[1] ?? '0'))
  const exponent = readExponent(text, end)
  if (exponent) return scale(decimal, exponent.value)
  return matchAt(GOES_ON, text, end) ? null : decimal
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(text)
}

function readExponent(text: string, end: number): { readonly value: number } | null {
  const word = matchAt(SCALE_WORD, text, end)
  if (word) return { value: SCALE_EXPONENTS[(word[1] ?? '').toLowerCase()] ?? 0 }
  const written = matchAt(EXPONENT, text, end) ?? matchAt(POWER_OF_TEN, text, end)
  if (!written) return null
  return { value: Number(written[1] ?? (written[2] ?? '').normalize('NFKC').replace('−', '-')) }
}

function parseLeadingPoint(body: string): Rational | null {
  return /^\d+$/.test(body) ? fromDecimal('0', body) : null
}

/** Reads a figure with its separators: which of them group thousands and which begins the decimals. */
function parseSeparated(body: string): Rational | null {
  const figure = body.replace(/[ '_]/g, '')
  const [integer = '', decimals, ...more] = figure.split(
    figure.lastIndexOf('.') > figure.lastIndexOf(',') ? '.' : ',',
  )
  if (decimals === undefined) return fromDecimal(integer, '')
  const isComma = !figure.includes('.')
  if (more.length > 0) {
    const groups = [integer, decimals, ...more]
    return isGrouping(groups) ? fromDecimal(groups.join(''), '') : null
  }
  if (isComma && isGrouping([integer, decimals])) return fromDecimal(integer + decimals, '')
  const groups = integer.split(/[.,]/)
  return groups.length === 1 || isGrouping(groups) ? fromDecimal(groups.join(''), decimals) : null
}

/** Groups of three, or of two before the last three as in India. */
function isGrouping(groups: readonly string[]): boolean {
  const joined = groups.join(',')
  return /^[1-9]\d{0,2}(?:,\d{3})+$/.test(joined) || /^[1-9]\d?(?:,\d{2})+,\d{3}$/.test(joined)
}

function addFraction(mixed: RegExpExecArray): Rational | null {
  const [, whole = '0', numerator = '0', denominator = '0'] = mixed
  const sum = BigInt(whole) * BigInt(denominator) + BigInt(numerator)
  return divide({ numerator: sum, denominator: 1n }, BigInt(denominator))
}
