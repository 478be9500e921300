import { estimateUsage, type Prices, priceUsage, type Usage } from '../ledger/price-call.ts'
import type { CallFailure } from './decide-retry.ts'
import type { Settlement } from './sampling-store.ts'
import type { CallResult } from './work.ts'

/** What a call cost: as billed, as estimated, in full where its end is unknown, nothing where nothing was done. */
export function settleCall(input: {
  readonly callId: string
  readonly result: CallResult
  readonly prices: Prices
  readonly promptBytes: number
}): Settlement {
  const { callId, result, prices } = input
  const failure = result.ok ? null : `${result.failure.kind}: ${result.failure.message}`
  if (result.usage !== null)
    return settled({ callId, usage: result.usage, prices, isEstimated: false, failure })
  if (result.ok) {
    const textBytes = result.choices.map((choice) => Buffer.byteLength(choice.text))
    const usage = estimateUsage({ promptBytes: input.promptBytes, textBytes })
    return settled({ callId, usage, prices, isEstimated: true, failure })
  }
  const state = mayHaveBeenBilled(result.failure) ? 'UNKNOWN' : 'RELEASED'
  return { callId, state, failure: failure ?? '' }
}

function settled(input: {
  readonly callId: string
  readonly usage: Usage
  readonly prices: Prices
  readonly isEstimated: boolean
  readonly failure: string | null
}): Settlement {
  const { callId, usage, isEstimated, failure } = input
  return { callId, state: 'SETTLED', usage, cost: priceUsage(usage, input.prices), isEstimated, failure }
}

/** Whether the endpoint may have done the work although no usable answer came. */
function mayHaveBeenBilled(failure: CallFailure): boolean {
  switch (failure.kind) {
    case 'BROKEN':
    case 'TIMEOUT':
    case 'BAD_CONTENT':
    case 'ABORTED':
      return true
    case 'RATE_LIMITED':
    case 'SERVER_ERROR':
    case 'UNREACHABLE':
    case 'QUESTION_REFUSED':
    case 'REFUSED':
    case 'NOT_ALLOWED':
      return false
  }
}
