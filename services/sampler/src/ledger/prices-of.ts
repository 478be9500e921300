import { PRICE_DIGITS, parseDecimal } from './money.ts'
import type { Prices } from './price-call.ts'

type PricedModel = Prices & { readonly name: string }

const dearer = (a: string, b: string) =>
  (parseDecimal(a, PRICE_DIGITS) ?? 0n) >= (parseDecimal(b, PRICE_DIGITS) ?? 0n) ? a : b

/**
 * Prices of a model at an endpoint. A fine-tuned model (`ft:<base>:…`) has those of its base; a name that is not listed has
 * the dearest of the list, so that a budget holds all the same.
 */
export function pricesOf(models: readonly PricedModel[], model: string): Prices {
  const listed =
    models.find(({ name }) => name === model) ?? models.find(({ name }) => model.startsWith(`ft:${name}:`))
  if (listed !== undefined) return listed
  return models.reduce<Prices>(
    (prices, other) => ({
      promptUsdPerMillionTokens: dearer(prices.promptUsdPerMillionTokens, other.promptUsdPerMillionTokens),
      completionUsdPerMillionTokens: dearer(
        prices.completionUsdPerMillionTokens,
        other.completionUsdPerMillionTokens,
      ),
      trainingUsdPerMillionTokens: dearer(
        prices.trainingUsdPerMillionTokens,
        other.trainingUsdPerMillionTokens,
      ),
    }),
    {
      promptUsdPerMillionTokens: '0',
      completionUsdPerMillionTokens: '0',
      trainingUsdPerMillionTokens: '0',
    },
  )
}
