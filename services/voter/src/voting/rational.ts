/** Largest power of ten that a written exponent may ask for; beyond it a text is no number. */
const MAX_EXPONENT = 1_000

/** An exact number; the denominator is positive. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint }

/** The rational that a decimal figure writes; both parts are ASCII digits. */
export function fromDecimal(integer: string, decimals: string): Rational {
  return { numerator: BigInt(integer + decimals), denominator: 10n ** BigInt(decimals.length) }
}

/** The quotient; null by zero. */
export function divide(value: Rational, by: bigint): Rational | null {
  return by === 0n ? null : { numerator: value.numerator, denominator: value.denominator * by }
}

/** The value times ten to the exponent; null when the exponent is beyond ±1,000. */
export function scale(value: Rational, exponent: number): Rational | null {
  if (Math.abs(exponent) > MAX_EXPONENT) return null
  const factor = 10n ** BigInt(Math.abs(exponent))
  return exponent < 0
    ? divide(value, factor)
    : { numerator: value.numerator * factor, denominator: value.denominator }
}

/** Shortest exact decimal string, or a reduced fraction where the decimals never end. */
export function writeRational(value: Rational): string {
  const divisor = greatestCommonDivisor(
    value.numerator < 0n ? -value.numerator : value.numerator,
    value.denominator,
  )
  const numerator = value.numerator / divisor
  const denominator = value.denominator / divisor
  const places = decimalPlaces(denominator)
  if (places === null) return `${numerator}/${denominator}`
  const shifted = (numerator * 10n ** BigInt(places)) / denominator
  const digits = (shifted < 0n ? -shifted : shifted).toString().padStart(places + 1, '0')
  const sign = shifted < 0n ? '-' : ''
  const point = digits.length - places
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** Decimals that a reduced fraction needs; null when they never end. */
function decimalPlaces(denominator: bigint): number | null {
  let rest = denominator
  let twos = 0
  let fives = 0
  for (; rest % 2n === 0n; twos++) rest /= 2n
  for (; rest % 5n === 0n; fives++) rest /= 5n
  return rest === 1n ? Math.max(twos, fives) : null
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
