import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Amount, admitReservations, type LedgerState } from './admit-reservations.ts'

const nothing: Amount = { usd: 0n, tokens: 0n }
const amount = (usd: number, tokens = usd): Amount => ({ usd: BigInt(usd), tokens: BigInt(tokens) })

const state = (change: Partial<LedgerState>): LedgerState => ({
  maxUsd: 100n,
  maxTokens: null,
  spent: nothing,
  reserved: nothing,
  ...change,
})

test('what does not fit waits while calls are in flight, and is refused when none is', () => {
  const inFlight = admitReservations(state({ reserved: amount(60) }), [amount(50), amount(40)])
  expect(inFlight.verdicts).toEqual(['WAITING', 'ADMITTED'])
  const alone = admitReservations(state({ spent: amount(60) }), [amount(50), amount(40), amount(1)])
  expect(alone.verdicts).toEqual(['REFUSED', 'ADMITTED', 'WAITING'])
})

test('an endpoint that billed more than it announced ends all further calls', () => {
  expect(admitReservations(state({ spent: amount(120) }), [amount(0, 1)]).verdicts).toEqual(['REFUSED'])
})

test('a budget of tokens holds as one of money does', () => {
  const tokens = state({ maxUsd: null, maxTokens: 10n, spent: amount(1_000, 4) })
  expect(admitReservations(tokens, [amount(9, 6), amount(0, 1)]).verdicts).toEqual(['ADMITTED', 'WAITING'])
})

type Step = { readonly ask: number; readonly bill: number; readonly settle: number }

test('no order of reserving and settling lets spent and reserved together exceed the budget', () => {
  const anyStep = fc.record({ ask: fc.nat(60), bill: fc.nat(100), settle: fc.nat(20) })
  fc.assert(
    fc.property(fc.nat(500), fc.array(anyStep, { maxLength: 60 }), (budget, steps: Step[]) => {
      const inFlight: number[] = []
      let spent = 0
      for (const { ask, bill, settle } of steps) {
        const reserved = inFlight.reduce((sum, value) => sum + value, 0)
        const ledger = state({ maxUsd: BigInt(budget), spent: amount(spent), reserved: amount(reserved) })
        const { verdicts, reserved: after } = admitReservations(ledger, [amount(ask), amount(ask)])
        for (const verdict of verdicts) if (verdict === 'ADMITTED') inFlight.push(ask)
        const total = inFlight.reduce((sum, value) => sum + value, 0)
        expect(after.usd).toBe(BigInt(total))
        expect(spent + total).toBeLessThanOrEqual(budget)
        // A call ends somewhere between nothing and its full reservation.
        const [ended] = inFlight.splice(settle % Math.max(inFlight.length, 1), 1)
        spent += Math.floor(((ended ?? 0) * bill) / 100)
      }
    }),
  )
})
