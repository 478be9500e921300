import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMoney, parseDecimal, parseMoney, priceTokens } from './money.ts'
import { pricesOf } from './prices-of.ts'

test('money survives being written and read', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (amount) => {
      expect(parseMoney(formatMoney(amount))).toBe(amount)
    }),
  )
})

test.each([
  [1n, '0.15', '0.00000015'],
  [1_000_000n, '2.5', '2.5'],
  [3n, '0.000000001', '0.000000000000003'],
  [7n, '0', '0'],
])('%d tokens at %s dollars a million cost exactly %s', (tokens, price, expected) => {
  expect(formatMoney(priceTokens(tokens, price))).toBe(expected)
})

test.each(['', '-1', '1e3', 'much', '0.0000000001', '1.', '.5'])('%j is no price', (text) => {
  expect(parseDecimal(text, 9)).toBeNull()
})

const model = (name: string, price: string) => ({
  name,
  promptUsdPerMillionTokens: price,
  completionUsdPerMillionTokens: price,
  trainingUsdPerMillionTokens: price,
})

test('a fine-tuned model costs what its base costs, an unlisted one the dearest', () => {
  const models = [model('small', '1'), model('large', '9.5')]
  expect(pricesOf(models, 'small')).toMatchObject({ promptUsdPerMillionTokens: '1' })
  expect(pricesOf(models, 'ft:small:chorus:abc')).toMatchObject({ promptUsdPerMillionTokens: '1' })
  expect(pricesOf(models, 'other')).toMatchObject({ promptUsdPerMillionTokens: '9.5' })
})
