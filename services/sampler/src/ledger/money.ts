/** An exact amount in units of 10⁻¹⁵ US dollars: prices have up to 9 digits after the point, per million tokens. */
export type Money = bigint

const SCALE = 15
/** Digits after the point that a price may have. */
export const PRICE_DIGITS = 9

/** Reads a decimal string, 0 or more; null when it is not one or has more digits after the point than allowed. */
export function parseDecimal(text: string, digits: number): bigint | null {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim())
  const whole = match?.[1]
  if (whole === undefined) return null
  const fraction = (match?.[2] ?? '').replace(/0+$/, '')
  return fraction.length > digits ? null : BigInt(whole + fraction.padEnd(digits, '0'))
}

/** An amount that was written by us or by Postgres: at most 15 digits after the point. */
export function parseMoney(text: string): Money {
  const amount = parseDecimal(text, SCALE)
  if (amount === null)
    throw new RangeError(`Expected an amount of money such as 1.5, found ${JSON.stringify(text)}.`)
  return amount
}

/** The amount as a decimal string without needless zeros. */
export function formatMoney(amount: Money): string {
  const digits = amount.toString().padStart(SCALE + 1, '0')
  const fraction = digits.slice(-SCALE).replace(/0+$/, '')
  const whole = digits.slice(0, -SCALE)
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** What tokens cost at a price in US dollars per million tokens, exactly. */
export function priceTokens(tokens: bigint, usdPerMillion: string): Money {
  const price = parseDecimal(usdPerMillion, PRICE_DIGITS)
  if (price === null) throw new RangeError(`Expected a price, found ${JSON.stringify(usdPerMillion)}.`)
  // 10⁻⁹ dollars per 10⁶ tokens is 10⁻¹⁵ dollars per token.
  return tokens * price
}
