import { type Money, priceTokens } from './money.ts'

/** What a model costs, in US dollars per million tokens, as decimal strings. */
export type Prices = {
  readonly promptUsdPerMillionTokens: string
  readonly completionUsdPerMillionTokens: string
  readonly trainingUsdPerMillionTokens: string
}

/** Tokens of one call. */
export type Usage = { readonly promptTokens: number; readonly completionTokens: number }

/** What tokens of prompt and completion cost. */
export function priceUsage(usage: Usage, prices: Prices): Money {
  return (
    priceTokens(BigInt(usage.promptTokens), prices.promptUsdPerMillionTokens) +
    priceTokens(BigInt(usage.completionTokens), prices.completionUsdPerMillionTokens)
  )
}

/** The most that a call can use: a token is at least a byte, and no choice is longer than `maxTokens`. */
export function boundUsage(call: {
  readonly promptBytes: number
  readonly choices: number
  readonly maxTokens: number
}): Usage {
  return { promptTokens: call.promptBytes, completionTokens: call.choices * call.maxTokens }
}

/** Usage of an answer whose endpoint does not say: about four bytes a token, rounded up. */
export function estimateUsage(answer: {
  readonly promptBytes: number
  readonly textBytes: readonly number[]
}): Usage {
  return {
    promptTokens: Math.ceil(answer.promptBytes / 4),
    completionTokens: answer.textBytes.reduce((sum, bytes) => sum + Math.ceil(bytes / 4), 0),
  }
}
